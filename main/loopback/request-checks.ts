import type { IncomingMessage } from 'node:http'

/** The subprotocol that is spoken; see the window's side in `renderer/link/dial-web-socket.ts`. */
export const protocolName = 'holdfast.v1'

/** Where this server is, exactly as a browser writes it. */
export interface OwnAddress {
  /** `127.0.0.1:PORT`. Not `localhost`: a name can be made to mean another machine, or be shared by servers of both IP versions. */
  readonly host: string
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
}

/** Says why a request is refused. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 421 | 503
  readonly why: string
}

/** A Host that is not ours comes from a page whose name was made to point here (DNS rebinding). */
export function refuseHost(request: IncomingMessage, own: OwnAddress): Refusal | undefined {
  if (request.headers.host !== own.host) return { status: 421, why: 'Not the address of this program.' }
  if (!request.url?.startsWith('/')) return { status: 400, why: 'Not a path.' }
  return undefined
}

/** Browsers name the origin of every POST and of every WebSocket; only our own page may send one. */
export function refuseOrigin(request: IncomingMessage, own: OwnAddress): Refusal | undefined {
  return request.headers.origin === own.origin ? undefined : { status: 403, why: 'Not from this window.' }
}

/** Checks a request to open a WebSocket, in the order in which it costs least to say no. */
export function refuseUpgrade(
  request: IncomingMessage,
  own: OwnAddress,
  knows: (secret: string) => boolean,
): Refusal | undefined {
  const refusal = refuseHost(request, own) ?? refuseOrigin(request, own)
  if (refusal) return refusal
  if (request.url !== '/contract') return { status: 404, why: 'Nothing is here.' }
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())
  const secrets = offered.filter((one) => one.startsWith('auth.')).map((one) => one.slice('auth.'.length))
  const isKnown = secrets.length === 1 && knows(secrets[0] ?? '')
  if (!isKnown || !offered.includes(protocolName)) return { status: 401, why: 'No session.' }
  return undefined
}
