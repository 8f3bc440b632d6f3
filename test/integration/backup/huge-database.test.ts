import fs from 'node:fs'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { restoreDatabase } from '../../../main/engine/engine.ts'
import { openSnapshot } from '../../../main/engine/source/open-snapshot.ts'
import { commitElsewhere } from '../../support/commit-elsewhere.ts'
import {
  backupOf,
  manifestFileOf,
  newVault,
  quietRun,
  realPorts,
  storedBackup,
} from '../../support/engine-vault.ts'
import { buildHugeDatabase, hugePageCount, hugePageSize, lockPage } from '../../support/huge-database.ts'
import { snapshotOptions } from '../../support/take-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const isHeavyWanted = process.env['HOLDFAST_TEST_HEAVY'] === '1'
const chunkBytes = 1 << 24
/** The first page beyond 2^32 bytes. */
const boundary = 2 ** 32 / hugePageSize + 1

/** A database with content on both sides of the lock page and of 2^32 bytes, some of it in the log only. */
function hugeDatabase(): string {
  const source = `${tempFolder('huge')}/huge.db`
  buildHugeDatabase(source)
  commitElsewhere(source, 1600, 'RESTART')
  commitElsewhere(source, 1600, 'none')
  return source
}

/** Puts the log into the file: from then on the file alone is the moment that was committed last. */
function checkpoint(file: string): void {
  const db = new Database(file)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

function pagesOf(file: string, firstPage: number, count: number): Buffer {
  const descriptor = fs.openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(count * hugePageSize)
    fs.readSync(descriptor, bytes, 0, bytes.length, (firstPage - 1) * hugePageSize)
    return bytes
  } finally {
    fs.closeSync(descriptor)
  }
}

/** The first byte of the first 16 MiB in which two files differ, or null: they are read whole. */
function firstDifference(one: string, other: string): number | null {
  const [left, right] = [fs.openSync(one, 'r'), fs.openSync(other, 'r')]
  const [ofLeft, ofRight] = [Buffer.alloc(chunkBytes), Buffer.alloc(chunkBytes)]
  try {
    for (let at = 0; ; at += chunkBytes) {
      const length = fs.readSync(left, ofLeft, 0, chunkBytes, at)
      if (fs.readSync(right, ofRight, 0, chunkBytes, at) !== length) return at
      if (!ofLeft.equals(ofRight)) return at
      if (length === 0) return null
    }
  } finally {
    for (const descriptor of [left, right]) fs.closeSync(descriptor)
  }
}

/** Pages of the file that hold something. */
function filledPages(file: string, firstPage: number, count: number): number {
  const bytes = pagesOf(file, firstPage, count)
  const isFilled = (n: number): boolean =>
    bytes.subarray(n * hugePageSize, (n + 1) * hugePageSize).some((byte) => byte !== 0)
  return Array.from({ length: count }, (_, n) => n).filter(isFilled).length
}

describe('a database of more than 4 GiB', () => {
  it('is read right at the lock page, beyond 2^32 bytes, and out of its log', async () => {
    const source = hugeDatabase()
    const places = [
      [1, 2],
      [lockPage - 8, 17],
      [boundary - 8, 16],
      [hugePageCount - 15, 16],
    ] as const
    // Before the snapshot: closing any descriptor of the file drops the process’s locks on it.
    const inFile = places.map(([first, count]) => pagesOf(source, first, count))
    const read: Buffer[] = []
    const snapshot = await openSnapshot(realPorts, source, snapshotOptions(`${source}-scratch`))
    try {
      expect(snapshot.facts).toMatchObject({ pageCount: hugePageCount, journalMode: 'wal' })
      for (const [first, count] of places) {
        const into = Buffer.alloc(count * hugePageSize)
        await snapshot.readPages(first, into)
        read.push(into)
      }
    } finally {
      await snapshot.close()
    }
    checkpoint(source)
    for (const [n, [first, count]] of places.entries()) {
      expect(read[n]?.equals(pagesOf(source, first, count)), `from page ${first}`).toBe(true)
    }
    // Else it would have shown nothing: all places hold something but the lock page, and some of it was in the log.
    expect(filledPages(source, lockPage - 8, 17)).toBe(16)
    expect(filledPages(source, boundary - 8, 16)).toBe(16)
    expect(inFile.some((bytes, n) => !bytes.equals(read[n] ?? bytes))).toBe(true)
  })

  it.runIf(isHeavyWanted)(
    'comes back byte for byte (HOLDFAST_TEST_HEAVY: 13 GB of disk, a minute or two)',
    { timeout: 1_800_000 },
    async () => {
      const source = hugeDatabase()
      const folder = tempFolder('huge-vault')
      const vault = await newVault(folder)
      const backup = await storedBackup(backupOf(vault, source))
      expect(backup).toMatchObject({ pageCount: hugePageCount, validation: { status: 'passed' } })
      const target = `${folder}/back.db`
      const order = {
        vault,
        manifestFile: manifestFileOf(backup),
        databaseId: backup.databaseId,
        database: backup.database,
        targetPath: target,
        method: 'new_file',
        safetyBackup: null,
        expectedTarget: null,
        lastValidation: backup.validation,
        threads: 2,
        lockWaitMs: 1000,
      } as const
      const outcome = await restoreDatabase(realPorts, order, quietRun())
      expect(outcome).toMatchObject({ root: backup.root, validation: { status: 'passed' } })
      checkpoint(source)
      expect(firstDifference(source, target)).toBeNull()
      expect(fs.statSync(target).size).toBeGreaterThan(2 ** 32)
    },
  )
})
