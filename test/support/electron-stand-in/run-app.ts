import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

import { launch } from './electron.ts'

// What Electron does with its first argument: a folder with a package.json, or a file.
const given = process.argv.slice(2).find((arg) => !arg.startsWith('-'))
if (given === undefined) throw new Error('The stand-in needs the folder of an application.')
const isFolder = fs.statSync(given).isDirectory()
const main = isFolder
  ? path.join(
      given,
      (JSON.parse(fs.readFileSync(path.join(given, 'package.json'), 'utf8')) as { main: string }).main,
    )
  : given
const imported = import(pathToFileURL(path.resolve(main)).href)
// Modules first: what must be called before `ready` is called while they load.
await imported
await launch()
