import { keychainInChild } from '../compose/keychain-in-child.ts'
import { jobEnvironment } from '../jobs/job-environment.ts'
import { askInUtilityProcess } from './ask-in-utility-process.ts'

/** What a keychain needs besides what a job does: the way to the user's session bus. */
const sessionBus = ['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR']

/** The OS keychain, each question in a utility process. */
export function keychainInUtility(): ReturnType<typeof keychainInChild> {
  return keychainInChild(() => {
    const bus = sessionBus.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))
    return askInUtilityProcess({
      module: './keychain-in-utility-process.js',
      env: { ...jobEnvironment(process.env), ...(Object.fromEntries(bus) as Record<string, string>) },
      serviceName: 'Holdfast keychain',
    })
  })
}
