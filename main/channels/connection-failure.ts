import type { Fault, FaultOf } from '../../shared/domain/fault.ts'

type Unreachable = FaultOf<'CHANNEL_UNREACHABLE'>['reason']

const reasonOf: Readonly<Record<string, Unreachable>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'name_unknown',
  EAI_AGAIN: 'name_unknown',
  EDNS: 'name_unknown',
  ENODATA: 'name_unknown',
  EHOSTUNREACH: 'no_route',
  ENETUNREACH: 'no_route',
  ENETDOWN: 'no_route',
  EADDRNOTAVAIL: 'no_route',
  ETIMEDOUT: 'timed_out',
}

/** What Node says of a certificate that it does not accept, in words that follow `not trusted:`. */
const certificateWords: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the authority that signed it is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'the authority that signed it is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority that signed it is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the authority that signed it is not known here',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet; this machine’s clock may be wrong',
  CERT_REVOKED: 'it was revoked',
  CERT_UNTRUSTED: 'it is not meant for this use',
  CERT_REJECTED: 'it is not meant for this use',
  INVALID_PURPOSE: 'it is not meant for this use',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another name',
  HOSTNAME_MISMATCH: 'it belongs to another name',
  CERT_SIGNATURE_FAILURE: 'its signature is wrong',
}

/** The system's code of an error, or of what caused it; of several tries at once (several addresses of one name) the first. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const { code, originalCode, errors, cause } = error as {
    readonly code?: unknown
    readonly originalCode?: unknown
    readonly errors?: unknown
    readonly cause?: unknown
  }
  if (typeof originalCode === 'string') return originalCode
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0])
  if (typeof code === 'string') return code
  return codeOf(cause)
}

/** The fault of a connection that did not come about, or broke off before the other side had answered. */
export function connectionFault(error: unknown, server: string): Fault {
  const code = codeOf(error)
  const distrust = Object.hasOwn(certificateWords, code) ? certificateWords[code] : undefined
  if (distrust !== undefined) return { code: 'CHANNEL_NOT_TRUSTED', server, detail: distrust }
  // EPROTO and ERR_SSL_…: what came was no TLS, or none that both sides know.
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return { code: 'CHANNEL_NOT_ENCRYPTED', server }
  if (code.startsWith('HPE_')) return { code: 'CHANNEL_UNREACHABLE', server, reason: 'unreadable' }
  return {
    code: 'CHANNEL_UNREACHABLE',
    server,
    reason: (Object.hasOwn(reasonOf, code) ? reasonOf[code] : undefined) ?? 'closed',
  }
}
