import { takeBackup, type BackupRequest } from '../../../main/engine/engine.ts'
import { quietRun, realPorts } from '../engine-vault.ts'

// Takes the backup that it is sent, says when it begins and when it has ended. Made to be killed in between.
process.once('message', (request) => {
  process.send?.('begun')
  takeBackup(realPorts, request as BackupRequest, quietRun()).then(
    () => process.send?.('ended', () => process.disconnect()),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exitCode = 1
      process.disconnect()
    },
  )
})
