import { engineUseCases } from './engine-use-cases.ts'
import { nodeChannel } from './node-channel.ts'
import { runJobProcess } from './run-job-process.ts'

// The entry of a job process in Node hosts: started by `fork-with-node.ts`, never by hand.
runJobProcess(nodeChannel(), engineUseCases)
