import http from 'node:http'
import net from 'node:net'

/** What came back. */
export interface RawAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** How a request differs from a plain GET of `/`. */
export interface RawRequest {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** Sends a request exactly as it is written: unlike fetch it lets Host and Origin be forged, and leaves `..` in a path. */
export function rawRequest(port: number, asked: RawRequest = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        method: asked.method ?? 'GET',
        path: asked.path ?? '/',
        headers: {
          host: `127.0.0.1:${port}`,
          ...(asked.body !== undefined && { 'content-length': String(Buffer.byteLength(asked.body)) }),
          ...asked.headers,
        },
        agent: false,
      },
      (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (text: string) => (body += text))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
      },
    )
    request.on('error', reject)
    request.end(asked.body)
  })
}

/** Sends bytes as they are and answers what came back until the other side closed. */
export function rawBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes))
    let got = ''
    socket.setEncoding('utf8').on('data', (text: string) => (got += text))
    socket.on('close', () => resolve(got))
    socket.on('error', reject)
  })
}
