import type { GlobalOptions } from '../session.ts'

/** Options of the commands that take a secret. */
export interface KeySecretOptions extends GlobalOptions {
  readonly file?: string | undefined
}

/** Options of `key remove`. */
export interface KeyRemoveOptions extends GlobalOptions {
  readonly yes?: boolean | undefined
}

/** Options of `key rotate`. */
export interface KeyRotateOptions extends GlobalOptions {
  readonly drop?: readonly string[] | undefined
  readonly yes?: boolean | undefined
}
