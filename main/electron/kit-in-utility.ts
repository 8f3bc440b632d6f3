// oxlint-disable unicorn/require-post-message-target-origin -- a process has no target origin; windows have
import { fileURLToPath } from 'node:url'

import { utilityProcess } from 'electron'

import { kitScriptInChild } from '../compose/kit-script-in-child.ts'

/** Recovery kits' scripts, each in a utility process: `child_process.fork` is not to be had under Electron's fuses. */
export function kitInUtility(): ReturnType<typeof kitScriptInChild> {
  return kitScriptInChild(() => {
    const entry = fileURLToPath(new URL('./kit-in-utility-process.js', import.meta.url))
    const child = utilityProcess.fork(entry, [], {
      env: {},
      execArgv: [],
      stdio: 'ignore',
      serviceName: 'Holdfast recovery kit',
    })
    return {
      send: (question) => child.postMessage(question),
      onMessage(listener) {
        child.on('message', (message: unknown) => {
          listener(message)
          // The process can't know when its answer has arrived, so it waits to be ended.
          if (message !== 'ready') child.kill()
        })
      },
      onEnd: (listener) => void child.once('exit', listener),
      kill: () => void child.kill(),
    }
  })
}
