// oxlint-disable unicorn/require-post-message-target-origin -- a process has no target origin; windows have
import { fileURLToPath } from 'node:url'

import { utilityProcess } from 'electron'

import type { KeychainChild } from '../compose/keychain-in-child.ts'
import { keychainInChild } from '../compose/keychain-in-child.ts'
import { jobEnvironment } from '../jobs/job-environment.ts'

/** What a keychain needs besides what a job does: the way to the user's session bus. */
const sessionBus = ['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR']

/** The OS keychain, each question in a utility process: `child_process.fork` is not to be had under Electron's fuses. */
export function keychainInUtility(): ReturnType<typeof keychainInChild> {
  return keychainInChild(startInUtility)
}

function startInUtility(): KeychainChild {
  const entry = fileURLToPath(new URL('./keychain-in-utility-process.js', import.meta.url))
  const bus = sessionBus.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))
  const child = utilityProcess.fork(entry, [], {
    env: { ...jobEnvironment(process.env), ...(Object.fromEntries(bus) as Record<string, string>) },
    execArgv: [],
    stdio: 'ignore',
    serviceName: 'Holdfast keychain',
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
}
