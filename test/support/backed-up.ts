import path from 'node:path'

import {
  compareContents,
  lookInside,
  type CompareOutcome,
  type CompareRequest,
  type LookOutcome,
  type LookRequest,
  type SideOrder,
  type VaultAccess,
} from '../../main/engine/engine.ts'
import type { BackupRecord } from '../../shared/domain/backup-record.ts'
import type { ComparisonView } from '../../shared/domain/comparison.ts'
import type { ContentView, RowsView } from '../../shared/domain/look.ts'
import { backupOf, manifestFileOf, newVault, quietRun, realPorts, storedBackup } from './engine-vault.ts'

/** A vault with a folder for images, and looks and comparisons through the engine's door. */
export interface Bench {
  readonly folder: string
  readonly images: string
  readonly vault: VaultAccess
  take(source: string): Promise<BackupRecord>
  content(backup: BackupRecord): Promise<ContentView>
  rows(backup: BackupRecord, table: string, wish?: Partial<RowsPart>): Promise<RowsView>
  backupSide(backup: BackupRecord): SideOrder
  liveSide(source: string): SideOrder
  compare<W extends CompareRequest['wish']>(
    left: SideOrder,
    right: SideOrder,
    wish: W,
  ): Promise<Extract<CompareOutcome, { kind: W['kind'] }>>
  summary(left: SideOrder, right: SideOrder): Promise<ComparisonView>
}

type RowsPart = Extract<LookRequest['wish'], { kind: 'rows' }>

/** A bench in `folder`, its vault encrypted. */
export async function benchIn(folder: string): Promise<Bench> {
  const vault = await newVault(folder)
  const images = path.join(folder, 'images')
  const imageOf = (backup: BackupRecord): string => path.join(images, `${backup.id}.db`)
  let copies = 0

  const look = async (backup: BackupRecord, wish: LookRequest['wish']): Promise<LookOutcome> =>
    lookInside(
      realPorts,
      { vault, manifestFile: manifestFileOf(backup), imageFile: imageOf(backup), threads: 1, wish },
      quietRun(),
    )
  const bench: Bench = {
    folder,
    images,
    vault,
    take: (source) => storedBackup(backupOf(vault, source)),
    async content(backup) {
      const outcome = await look(backup, { kind: 'content' })
      if (outcome.kind !== 'content') throw new Error(outcome.kind)
      return outcome.content
    },
    async rows(backup, table, wish = {}) {
      const page = { conditions: [], descending: false, offset: 0, limit: 100 }
      const outcome = await look(backup, { ...page, ...wish, kind: 'rows', table })
      if (outcome.kind !== 'rows') throw new Error(outcome.kind)
      return outcome.rows
    },
    backupSide: (backup) => ({
      kind: 'backup',
      manifestFile: manifestFileOf(backup),
      imageFile: imageOf(backup),
    }),
    liveSide: (source) => {
      copies += 1
      const imageFile = path.join(images, `live-${copies}.db`)
      return { kind: 'live', path: source, imageFile, copiedAt: null, lockWaitMs: 5000 }
    },
    async compare(left, right, wish) {
      const request: CompareRequest = { vault, left, right, threads: 1, wish }
      const outcome: unknown = await compareContents(realPorts, request, quietRun())
      // What is asked for and what comes back are of one kind; the compiler can't follow it through a parameter.
      return outcome as Extract<CompareOutcome, { kind: (typeof wish)['kind'] }>
    },
    summary: async (left, right) => (await bench.compare(left, right, { kind: 'summary' })).comparison,
  }
  return bench
}
