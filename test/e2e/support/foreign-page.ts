import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page of another origin, which anybody on this machine can serve. */
export async function serveForeignPage(): Promise<{ readonly address: string; readonly close: () => void }> {
  const server = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>foreign</title>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
