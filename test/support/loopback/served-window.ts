import fs from 'node:fs'
import path from 'node:path'

import { serveWindow } from '../../../main/loopback/serve-window.ts'
import { recordingLogger } from '../jobs/recording-logger.ts'
import { tempFolder } from '../temp-folder.ts'
import { makeTestRouter } from '../wire/test-contract.ts'

/** A tiny window on disk, with things beside and in it that must not be served. */
export function tinyWindow(): string {
  const root = tempFolder('window')
  const folder = path.join(root, 'window')
  fs.mkdirSync(path.join(folder, 'assets'), { recursive: true })
  fs.writeFileSync(path.join(root, 'secret.json'), 'secret beside')
  fs.writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>tiny</title>')
  fs.writeFileSync(path.join(folder, 'assets', 'app-1a2b.js'), 'export {}')
  fs.writeFileSync(path.join(folder, '.hidden.json'), 'secret hidden')
  fs.writeFileSync(path.join(folder, 'notes.txt'), 'secret of another kind')
  fs.symlinkSync(path.join(root, 'secret.json'), path.join(folder, 'link.json'))
  return folder
}

/** The loopback host over the test router. */
export async function serveTinyWindow() {
  const { router, seen } = makeTestRouter()
  const log = recordingLogger()
  const server = await serveWindow({
    router,
    context: { caller: 'browser' },
    windowFolder: tinyWindow(),
    log,
  })
  const port = Number(new URL(server.url).port)
  const ticketOf = (url: string): string => url.split('#ticket=')[1] ?? ''
  return { server, port, seen, log, origin: `http://127.0.0.1:${port}`, ticketOf }
}
