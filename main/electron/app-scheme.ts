import { protocol } from 'electron'

import { WindowFiles } from '../wire/window-files.ts'
import { cacheHeader, windowHeaders } from '../wire/window-headers.ts'
import { isOwnPage, ownScheme } from './own-page.ts'

/** Must run before Electron is ready: makes the scheme a proper origin, with secure-context rules and a same-origin policy. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: ownScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built window, and nothing else, under `app://holdfast/`. The page connects to nothing: it is handed a port. */
export function serveAppScheme(windowFolder: string): void {
  const files = new WindowFiles(windowFolder)
  const headers = windowHeaders("'none'")
  protocol.handle(ownScheme, (request) => {
    const file = isOwnPage(request.url) ? files.at(new URL(request.url).pathname) : undefined
    if (!file || request.method !== 'GET') {
      return new Response('Nothing is here.\n', { status: 404, headers })
    }
    return new Response(new Uint8Array(file.bytes), {
      headers: { ...headers, 'content-type': file.contentType, 'cache-control': cacheHeader(file) },
    })
  })
}
