import { utilityChannel } from '../../../main/electron/utility-channel.ts'
import { runJobProcess } from '../../../main/jobs/run-job-process.ts'
import { fakeUseCases } from './fake-use-cases.ts'

runJobProcess(utilityChannel(process.parentPort), fakeUseCases)
