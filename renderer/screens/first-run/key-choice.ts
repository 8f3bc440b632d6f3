import { assertNever } from '../../../shared/base/assert-never.ts'
import type { KeyChoice } from '../../../shared/domain/views.ts'
import { isAbsolutePath } from '../../text/path-words.ts'

/** What the form for the key holds. */
export interface KeyForm {
  readonly kind: KeyChoice['kind']
  readonly passphrase: string
  readonly again: string
  readonly keyFile: string
}

/** The form as it begins. */
export const emptyKeyForm: KeyForm = { kind: 'automatic', passphrase: '', again: '', keyFile: '' }

/** The least characters of a passphrase; the host has the last word on it. */
export const shortestPassphrase = 8

/** The choice that a form makes, or why it makes none yet (null: nothing is wrong, something is missing). */
export function readKeyForm(
  form: KeyForm,
): { readonly choice: KeyChoice } | { readonly problem: string | null } {
  switch (form.kind) {
    case 'automatic':
    case 'none':
      return { choice: { kind: form.kind } }
    case 'key_file':
      return isAbsolutePath(form.keyFile)
        ? { choice: { kind: 'key_file', path: form.keyFile } }
        : { problem: null }
    case 'passphrase':
      if (form.passphrase === '') return { problem: null }
      if (form.passphrase.length < shortestPassphrase)
        return { problem: `Use ${shortestPassphrase} characters or more.` }
      if (form.again === '') return { problem: null }
      if (form.again !== form.passphrase) return { problem: 'The two passphrases differ.' }
      return { choice: { kind: 'passphrase', passphrase: form.passphrase } }
    default:
      return assertNever(form.kind, 'kind of key')
  }
}
