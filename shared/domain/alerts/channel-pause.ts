import type { Fault } from '../fault.ts'
import { backOffMs } from './back-off.ts'

/** Why a whole channel is left alone, and not only one message: its connection does not come about, or its credentials are refused. */
export type PauseKind = 'connection' | 'credentials'

const minute = 60_000
const hour = 60 * minute

/** Somebody who is to be told now is not to wait for hours because a server was away for a day. */
const longestOfConnectionMs = 15 * minute
/** Servers lock an account for a few refused tries within minutes. The last one repeats. */
const credentialWaitsMs = [hour, 2 * hour, 4 * hour] as const

/** What a failure says of its channel; null: it is about the message, or the other side is there and answered. */
export function pauseKindOf(fault: Fault): PauseKind | null {
  const { code } = fault
  if (code === 'CHANNEL_UNREACHABLE') return fault.reason === 'interrupted' ? null : 'connection'
  if (code === 'CHANNEL_NOT_TRUSTED' || code === 'CHANNEL_NOT_ENCRYPTED') return 'connection'
  if (code === 'WEBHOOK_REFUSED') return fault.status === 401 ? 'credentials' : null
  if (code !== 'MAIL_SIGN_IN_REFUSED') return null
  // Replies of 400 to 499 are about now (RFC 5321, 4.2.1): the server can’t look the password up.
  return /^4\d\d/.test(fault.answer) ? 'connection' : 'credentials'
}

/** How long a channel is left alone after so many failures of a kind in a row (from 1), milliseconds. */
export function pauseMs(kind: PauseKind, failures: number, channel: string): number {
  if (kind === 'connection') return Math.min(backOffMs(failures, channel), longestOfConnectionMs)
  const at = Math.min(Math.max(failures, 1), credentialWaitsMs.length) - 1
  return credentialWaitsMs[at] ?? 4 * hour
}
