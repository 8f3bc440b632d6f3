import fs from 'node:fs'
import path from 'node:path'

/** One file of the built window, read once. */
export interface WindowFile {
  readonly bytes: Buffer
  readonly contentType: string
  /** Its name carries a hash of its content: it may be kept for ever. */
  readonly isImmutable: boolean
}

/** What the window consists of; a file of any other kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** The window's files by their path in the address: an allow-list, so that no request ever becomes a path on disk. */
export class WindowFiles {
  readonly #byPath = new Map<string, WindowFile>()

  /** Reads a build folder, a few megabytes. Throws when it has no index.html: the window is not built. */
  constructor(folder: string) {
    this.#read(folder, '/')
    if (!this.#byPath.has('/index.html'))
      throw new Error(`The window is not built: no index.html in ${folder}`)
  }

  /**
   * The file at a path as it stands in the address (not decoded: names of a build need no escapes); undefined: there is none.
   * Places in the window stand in the fragment, which is never sent: `/` is the only page.
   */
  at(addressPath: string): WindowFile | undefined {
    return this.#byPath.get(addressPath === '/' ? '/index.html' : addressPath)
  }

  #read(folder: string, addressFolder: string): void {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const place = path.join(folder, entry.name)
      if (entry.isDirectory()) this.#read(place, `${addressFolder}${entry.name}/`)
      const contentType = contentTypes[path.extname(entry.name)]
      // Symbolic links are neither files nor folders here: what they lead to is not the window's.
      if (!entry.isFile() || !contentType || entry.name.startsWith('.')) continue
      this.#byPath.set(addressFolder + entry.name, {
        bytes: fs.readFileSync(place),
        contentType,
        isImmutable: addressFolder === '/assets/',
      })
    }
  }
}
