/** Where a mark of a log was found. */
export type AuditMarkSource =
  /** In the manifest of a backup, relative to the vault. */
  | { readonly kind: 'manifest'; readonly file: string }
  /** In Holdfast's own folder of this machine: as it was then, and when that was. */
  | { readonly kind: 'machine'; readonly at: string }

/** What was done to a log. */
export type AuditFindingKind =
  /** Its bytes are not those that were written, or it was not written with the vault's key. */
  | 'changed'
  | 'removed'
  | 'inserted'
  | 'reordered'
  | 'segment_missing'
  /** It does not follow the entry before it: one of the two is of another log. */
  | 'replaced'
  /** The log ends before an entry that is known to have been there. */
  | 'cut_off'
  /** No entry is left of a log that is known to have been there. */
  | 'log_missing'
  /** It is proved with a key that the vault does not have. */
  | 'key_unknown'
  /** The signature of a checkpoint does not fit. */
  | 'signature'

/** Something that is not as it was written. */
export interface AuditFinding {
  readonly kind: AuditFindingKind
  /** The first entry that it concerns. */
  readonly seq: number
  /** The last one, of several that are gone. */
  readonly lastSeq: number
  /** The file that it is in, or would be in. */
  readonly file: string
  /** What shows it, where it is not the log itself. */
  readonly source: AuditMarkSource | null
}

/** Something that was asked for and of which the log says no result: it still runs, or its program ended before it could say. */
export interface UnfinishedAct {
  readonly seq: number
  readonly at: string
  readonly act: string
  readonly user: string
  readonly machine: string
}

/** What looking through a whole log found. */
export interface AuditReport {
  readonly vaultId: string
  /** UTC, ISO 8601. */
  readonly checkedAt: string
  readonly verdict: 'whole' | 'tampered' | 'empty'
  readonly entries: number
  /** SHA-256 of the newest entry, hexadecimal; null of an empty log. */
  readonly head: string | null
  readonly firstAt: string | null
  readonly lastAt: string | null
  /** Whether entries are proved by the vault's key. Without one only accidents are found, and what marks elsewhere show. */
  readonly isKeyed: boolean
  /** SHA-256 of the public key that the log began with, hexadecimal: what an export is to be compared with. */
  readonly fingerprint: string | null
  /** The first ones, in the order of the log. */
  readonly findings: readonly AuditFinding[]
  readonly findingCount: number
  /** The newest ones. */
  readonly unfinished: readonly UnfinishedAct[]
  readonly unfinishedCount: number
  /** Entries that a crash cut while they were written, each told of by the entry after it. */
  readonly tornCount: number
  /** Whether something at the end is no entry yet: one is being written, or a crash cut it. */
  readonly isEndOpen: boolean
  /** Signed checkpoints that were checked. */
  readonly checkpoints: number
  /** Marks from elsewhere that the log was compared with. */
  readonly marks: { readonly manifests: number; readonly machine: number }
  /** The same vault at other places of this machine whose logs were longer or others: copies of it, or this is an older copy. */
  readonly elsewhere: readonly {
    readonly folder: string
    readonly entries: number
    readonly at: string
  }[]
}
