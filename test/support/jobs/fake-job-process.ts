import { nodeChannel } from '../../../main/jobs/node-channel.ts'
import { runJobProcess } from '../../../main/jobs/run-job-process.ts'
import { fakeUseCases } from './fake-use-cases.ts'

runJobProcess(nodeChannel(), fakeUseCases)
