import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

import type { AuditDraft, AuditMark } from '../../../shared/domain/audit/audit-entry.ts'
import { appendEntries, type VaultAccess } from '../../../main/engine/engine.ts'
import { newVault, realPorts } from '../engine-vault.ts'

/** Something that somebody did, the Nth. */
export function draftOf(n: number, part: Partial<AuditDraft> = {}): AuditDraft {
  const isResult = n % 2 === 0
  return {
    user: n % 3 === 0 ? 'bela' : 'anna',
    uid: 1000 + (n % 3),
    machine: 'db-host-1',
    by: 'command_line',
    kind: isResult ? 'result' : 'intent',
    at: new Date(Date.UTC(2025, 0, 1) + n * 1000).toISOString(),
    act: 'backups.start',
    actId: `act-${Math.ceil(n / 2)}`,
    facts: { database: 'market_data', type: 'full' },
    result: isResult ? 'done' : null,
    fault: null,
    ...part,
  }
}

/** Writes entries behind the end of a log, all in one go. */
export async function append(access: VaultAccess, ...drafts: readonly AuditDraft[]): Promise<AuditMark> {
  const written = drafts.map((draft) => ({ draft, writtenAt: null }))
  const appended = await appendEntries(realPorts, access, () => Promise.resolve(written))
  if (appended === null) throw new Error('nothing was written')
  return appended.mark
}

/** Numbers from one to another. */
export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** A log of a new vault. */
export interface SampleLog {
  readonly access: VaultAccess
  readonly mark: AuditMark
  /** Absolute path of its first file. */
  readonly file: string
}

export const auditFolderOf = ({ folder }: VaultAccess): string => path.join(folder, '.holdfast', 'audit')

/** A new vault whose log has so many entries, signed checkpoints among them where it has a key. */
export async function sampleLog(
  folder: string,
  entries: number,
  encryption: 'key_file' | 'none' = 'key_file',
): Promise<SampleLog> {
  const access = await newVault(folder, encryption)
  const drafts = range(2, entries).map((n) =>
    n % 50 === 0 && encryption !== 'none'
      ? draftOf(n, { kind: 'checkpoint', act: null, actId: null, facts: {}, result: null })
      : draftOf(n),
  )
  const mark = await append(access, ...drafts)
  if (mark.entries !== entries) throw new Error(`the log has ${mark.entries} entries`)
  return { access, mark, file: path.join(auditFolderOf(access), 'AUDIT-00000001.jsonl') }
}

/** The lines of a file of a log, without their ends. */
export function linesOf(file: string): readonly string[] {
  return fs.readFileSync(file, 'utf8').split('\n').slice(0, -1)
}

export function writeLines(file: string, lines: readonly string[]): void {
  fs.writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
}

/** A vault's access under another key. */
export function withNewKey(access: VaultAccess): VaultAccess {
  return { ...access, vaultKey: randomBytes(32).toString('base64'), olderKeys: [access.vaultKey ?? ''] }
}
