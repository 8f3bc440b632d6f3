import path from 'node:path'

import { composeBackend } from '../compose/compose-backend.ts'
import { homePlace } from '../compose/home-place.ts'
import { forkAsUtilityProcess } from './fork-as-utility-process.ts'
import { keychainInUtility } from './keychain-in-utility.ts'
import { kitInUtility } from './kit-in-utility.ts'
import { homeInArguments } from './login-command.ts'
import { runShell } from './run-shell.ts'

// The program's entry under Electron (`main` in package.json).
const home = homeInArguments(process.argv)
// Also for what it starts.
if (home !== null) process.env['HOLDFAST_HOME'] = home
runShell({
  userFolder: path.join(homePlace(process.env), 'electron'),
  compose: (host) =>
    composeBackend({
      by: 'window',
      host,
      jobs: (logger) => forkAsUtilityProcess({ logger }),
      keychain: keychainInUtility(),
      kitScripts: kitInUtility(),
    }),
})
