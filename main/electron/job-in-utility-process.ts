import { engineUseCases } from '../jobs/engine-use-cases.ts'
import { runJobProcess } from '../jobs/run-job-process.ts'
import { utilityChannel } from './utility-channel.ts'

// The entry of a job process under Electron: started by `fork-as-utility-process.ts`.
runJobProcess(utilityChannel(process.parentPort), engineUseCases)
