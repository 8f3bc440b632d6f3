import { readRecoveryCode } from '../../shared/domain/keys/recovery-code.ts'
import type { GivenKey } from '../operations/keys/resolve-key.ts'
import { askSecret } from './ask.ts'

const typedKinds = ['passphrase', 'recovery_code'] as const
const words = { passphrase: 'Passphrase', recovery_code: 'Recovery code' } as const

/** Whether one of these is a secret that people type. */
export function canTypeKey(slots: readonly string[]): boolean {
  return typedKinds.some((kind) => slots.includes(kind))
}

/** Asks on the terminal for whichever of these secrets people type. What is a whole recovery code is taken for one. Throws JOB_CANCELLED. */
export async function askKey(slots: readonly string[], of: 'vault' | 'archive'): Promise<GivenKey> {
  const asked = typedKinds.filter((kind) => slots.includes(kind))
  const typed = await askSecret(`${asked.map((kind) => words[kind]).join(' or ')} of the ${of}: `)
  const isCode = asked.includes('recovery_code') && readRecoveryCode(typed).kind === 'read'
  return isCode || !asked.includes('passphrase')
    ? { kind: 'recovery_code', code: typed }
    : { kind: 'passphrase', passphrase: typed }
}
