import fs from 'node:fs'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { faultOf } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../../../main/engine/ports/file-system.ts'
import type { Ports } from '../../../main/engine/ports/ports.ts'
import { openSnapshot } from '../../../main/engine/source/open-snapshot.ts'
import type { SnapshotSteps } from '../../../main/engine/source/snapshot-steps.ts'
import { provenSteps } from '../../../main/engine/source/snapshot-steps.ts'
import { readBackfilledFrames, readWalIndexHeader } from '../../../main/engine/source/wal-index.ts'
import { buildStressDatabase } from '../../support/stress-database.ts'
import { readImage, realPorts, snapshotOptions } from '../../support/take-image.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Ports whose `-shm` calls `after(n)` when its nth read is done: there another program does its worst. */
function portsWithRace(after: (reads: number) => void): Ports {
  const open = async (path: string, mode: Parameters<Ports['files']['open']>[1]): Promise<OpenFile> => {
    const file = await realPorts.files.open(path, mode)
    if (!path.endsWith('-shm')) return file
    let reads = 0
    return {
      ...file,
      async read(buffer, position) {
        const length = await file.read(buffer, position)
        reads += 1
        after(reads)
        return length
      },
    }
  }
  return { ...realPorts, files: { ...realPorts.files, open } }
}

/** A race: what stands in the log before, and what another connection does at which instant. */
interface Race {
  readonly before?: (writer: Database.Database) => void
  readonly afterShmRead?: (reads: number, writer: Database.Database) => void
  readonly oncePinned?: (writer: Database.Database, file: string) => void
}

function commit(writer: Database.Database): void {
  writer.exec('UPDATE ticks SET n = n + 1')
  writer.exec('INSERT INTO note (body) VALUES (randomblob(20000))')
}

/** 'equal' to SQLite's own image of the same transaction, 'different', or the fault that reading ended with. */
async function compareIn(race: Race, planted: Partial<SnapshotSteps>): Promise<string> {
  const file = `${tempFolder('planted')}/race.db`
  buildStressDatabase(file, 'wal', 4096)
  const writer = new Database(file)
  writer.pragma('wal_autocheckpoint = 0')
  commit(writer)
  race.before?.(writer)
  const ports = portsWithRace((reads) => race.afterShmRead?.(reads, writer))
  let serialized: Buffer = Buffer.alloc(0)
  const steps: SnapshotSteps = {
    ...provenSteps,
    ...planted,
    whilePinned(connection) {
      serialized = connection.serialize()
      race.oncePinned?.(writer, file)
      return Promise.resolve()
    },
  }
  try {
    const snapshot = await openSnapshot(ports, file, snapshotOptions(`${file}-scratch`), steps)
    try {
      return (await readImage(snapshot)).equals(serialized) ? 'equal' : 'different'
    } finally {
      await snapshot.close()
    }
  } catch (error) {
    const fault = faultOf(error)
    if (fault?.code !== 'SOURCE_DAMAGED') throw error
    return fault.code
  } finally {
    writer.close()
  }
}

const onlyLog: Race = {}

/** Another program commits between the look at the header and the begin of the transaction. */
const commitBeforeBegin: Race = {
  afterShmRead: (reads, writer) => {
    if (reads === 1) commit(writer)
  },
}

/** All is in the database file; inside the transaction, between the two looks of `observe`, the log is begun anew. */
const resetWithinObserve: Race = {
  before: (writer) => writer.pragma('wal_checkpoint(PASSIVE)'),
  afterShmRead: (reads, writer) => {
    if (reads === 2) commit(writer)
  },
}

/** All is in the database file; once the moment is pinned the log is begun anew. */
const resetOncePinned: Race = {
  before: (writer) => writer.pragma('wal_checkpoint(PASSIVE)'),
  oncePinned: (writer) => commit(writer),
}

describe('an error planted in a step of the snapshot is found by the comparison', () => {
  const plants: readonly { name: string; race: Race; planted: Partial<SnapshotSteps> }[] = [
    { name: 'the log is not laid over the file', race: onlyLog, planted: { lastFrame: () => 0 } },
    { name: 'no second look at the header', race: commitBeforeBegin, planted: { isSameMoment: () => true } },
    {
      name: 'nBackfill is read after the header',
      race: resetWithinObserve,
      planted: {
        async observe(shm) {
          const header = await readWalIndexHeader(shm)
          return { header, backfilledFrames: await readBackfilledFrames(shm) }
        },
      },
    },
    { name: 'frames are taken from 1', race: resetOncePinned, planted: { firstFrame: () => 1 } },
  ]

  it.each(plants)('$name', async ({ race, planted }) => {
    expect(await compareIn(race, planted)).not.toBe('equal')
    expect(await compareIn(race, {})).toBe('equal')
  })
})

describe('a descriptor of the wal-index', () => {
  /** Another process commits, checkpoints all it may, and writes on. Run as a program of its own. */
  async function compareAfter(closeOne: boolean): Promise<string> {
    const { commitElsewhere } = await import('../../support/commit-elsewhere.ts')
    const race: Race = {
      oncePinned(_writer, file) {
        if (closeOne) fs.closeSync(fs.openSync(`${file}-shm`, 'r'))
        commitElsewhere(file, 30, 'RESTART')
      },
    }
    return await compareIn(race, {})
  }

  it('that is closed while the connection is open drops the lock, and the comparison finds it', async () => {
    expect(await compareAfter(true)).not.toBe('equal')
    expect(await compareAfter(false)).toBe('equal')
  })
})
