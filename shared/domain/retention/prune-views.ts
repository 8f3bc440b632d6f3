import type { BackupLabel, BackupType } from '../backup-record.ts'
import type { Fault } from '../fault.ts'
import type { KeepMark } from './keep-mark.ts'
import type { PruneRefusal, PruneRest } from './prune-refusal.ts'
import type { Removal, StandingRemoval } from './removal.ts'
import type { KeepReason, RemovalRule } from './retention-policy.ts'

/** A backup as a plan shows it. */
export interface JudgedBackup {
  readonly backupId: string
  /** Payload's path relative to the vault. */
  readonly file: string
  readonly type: BackupType
  readonly label: BackupLabel
  /** UTC, ISO 8601. */
  readonly takenAt: string
  /** Of its payload. */
  readonly sizeBytes: number
}

/** A backup that stays, and why; without a reason where no policy judges it. */
export interface StayingBackup extends JudgedBackup {
  readonly reasons: readonly KeepReason[]
}

/** A backup that goes, and why. */
export interface GoingBackup extends JudgedBackup {
  readonly rule: RemovalRule
}

/** A removal that can still be undone or, where its key is destroyed, is yet to end. */
export interface RemovalView extends StandingRemoval {
  /** From when on a clean-up ends it. UTC, ISO 8601. */
  readonly endsAt: string
}

/** What a clean-up of one database would do now. */
export interface RetentionPlanView {
  readonly databaseId: string
  readonly database: string
  readonly policy: { readonly id: string; readonly name: string } | null
  readonly rests: PruneRest | null
  /** Set where something would go and must not. */
  readonly refusal: PruneRefusal | null
  /** Newest first. */
  readonly kept: readonly StayingBackup[]
  /** In the order of their removal. */
  readonly removed: readonly GoingBackup[]
  readonly setAside: readonly RemovalView[]
}

/** What a clean-up of one database would do now, for somebody who is about to ask for it. */
export interface CleanUpPlan extends Pick<
  RetentionPlanView,
  'databaseId' | 'database' | 'policy' | 'rests' | 'refusal' | 'removed'
> {
  /** Set aside earlier, and their grace is over: they end for good. */
  readonly ending: readonly RemovalView[]
}

/** An archive of the complete system as a plan shows it. */
export interface JudgedArchive {
  readonly archiveId: string
  /** Relative to the vault. */
  readonly file: string
  /** UTC, ISO 8601. */
  readonly takenAt: string
  readonly sizeBytes: number
}

/** What a clean-up would do with the archives of the complete system now: those go that no enabled system policy keeps. */
export interface ArchivesPlan {
  readonly rests: PruneRest | null
  /** Set where something would go and must not. */
  readonly refusal: PruneRefusal | null
  /** Newest first. */
  readonly kept: readonly (JudgedArchive & { readonly reasons: readonly KeepReason[] })[]
  readonly removed: readonly (JudgedArchive & { readonly rule: RemovalRule })[]
  readonly setAside: readonly RemovalView[]
}

/** What a clean-up did with the backups of one database, or with the archives. */
export interface Pruned {
  readonly rests: PruneRest | null
  readonly refusal: PruneRefusal | null
  /** They can be put back until their grace is over. */
  readonly setAside: readonly Removal[]
  /** Removed for good. */
  readonly ended: readonly Removal[]
  /** Were set aside, and something keeps them now. */
  readonly putBack: readonly Removal[]
  /** Would have gone and could not: somebody reads them, or they can't be judged. */
  readonly skipped: readonly { readonly file: string; readonly fault: Fault }[]
}

/** What a clean-up did with one database. */
export interface DatabasePruned extends Pruned {
  readonly databaseId: string
  readonly database: string
}

/** What a clean-up did. The counts and bytes are of backups and archives together. */
export interface PruneReport {
  /** Those with which something was done, or that were refused. */
  readonly databases: readonly DatabasePruned[]
  /** The archives of the complete system; null where a clean-up of certain databases leaves them alone. */
  readonly archives: Pruned | null
  readonly setAsideCount: number
  readonly endedCount: number
  /** Bytes that the removals which ended gave back. */
  readonly freedBytes: number
}

/** Pins and legal holds. */
export interface KeepMarksView {
  /** The oldest first. */
  readonly marks: readonly (KeepMark & { readonly database: string | null; readonly file: string | null })[]
  /** Files of marks that can't be read: while they are there nothing is removed. */
  readonly damaged: readonly string[]
}
