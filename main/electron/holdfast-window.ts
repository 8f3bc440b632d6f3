import path from 'node:path'

import { composeBackend } from '../compose/compose-backend.ts'
import { homePlace } from '../compose/home-place.ts'
import { forkAsUtilityProcess } from './fork-as-utility-process.ts'
import { keychainInUtility } from './keychain-in-utility.ts'
import { runShell } from './run-shell.ts'

// The program's entry under Electron (`main` in package.json).
runShell({
  userFolder: path.join(homePlace(process.env), 'electron'),
  compose: (host) =>
    composeBackend({
      host,
      jobs: (logger) => forkAsUtilityProcess({ logger }),
      keychain: keychainInUtility(),
    }),
})
