/** A recovery kit that was made. */
export interface MadeKit {
  readonly folder: string
  /** Names of its files. */
  readonly files: readonly string[]
  /** A new recovery code, where one was wanted; it stands on the page too. */
  readonly recoveryCode: string | null
}

/** What trying a recovery kit showed. */
export interface CheckedKit {
  readonly folder: string
  readonly madeAt: string
  /** Which kind of secret opened the vault in it. */
  readonly keyFrom: 'passphrase' | 'key_file' | 'keychain' | 'recovery_code' | 'none'
  /** The backup that the kit's script rebuilt, page by page, to its root; null: there is none yet, and the script only opened the vault. */
  readonly rebuilt: {
    readonly backupId: string
    readonly database: string
    readonly takenAt: string
    readonly root: string
  } | null
  readonly durationMs: number
}
