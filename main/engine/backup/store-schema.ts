import path from 'node:path'

import { countOf } from '../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import type { BackupRequest } from '../engine-types.ts'
import type { Manifest } from '../image/manifest.ts'
import type { OpenFile } from '../ports/file-system.ts'
import { buildSchemaImage, type SchemaImage } from '../schema-copy/build-schema-image.ts'
import { schemaFactsIn } from '../schema-copy/schema-facts.ts'
import { connectReadOnly } from '../source/connect.ts'
import { describeDatabase } from '../source/describe-database.ts'
import { openSnapshot } from '../source/open-snapshot.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import type { BackupWork } from './backup-work.ts'
import type { ImageToStore } from './payload-order.ts'
import { storeImage } from './store-image.ts'

/** The structure of a live database at one moment, in an empty file of its own. */
interface EmptyCopy {
  readonly file: string
  readonly image: SchemaImage
  readonly takenAt: string
  readonly remarks: readonly string[]
}

/** Only the schema and page 1 are read: the snapshot is over before anything is stored. */
async function copyStructure(work: BackupWork, request: BackupRequest): Promise<EmptyCopy> {
  const { ports, run, vaultRun } = work
  const { scratchFolder } = vaultRun
  const options = { lockWaitMs: request.lockWaitMs, signal: run.signal, scratchFolder }
  const snapshot = await openSnapshot(ports, request.sourcePath, options)
  try {
    const { facts, takenAtMs } = snapshot
    const firstPage = new Uint8Array(facts.pageSize)
    await snapshot.readPages(1, firstPage)
    // Rows are not looked at: a limit below any size leaves their fingerprints out.
    const description = await snapshot.describe({ fingerprintLimitBytes: -1 })
    const file = path.join(scratchFolder, 'schema.db')
    const image = await buildSchemaImage(ports, schemaFactsIn(firstPage), description, file)
    return { file, image, takenAt: new Date(takenAtMs).toISOString(), remarks: facts.remarks }
  } finally {
    await snapshot.close()
  }
}

async function describeEmpty(file: string, signal: AbortSignal): Promise<DatabaseDescription> {
  const connection = connectReadOnly(file)
  try {
    return await describeDatabase(connection, { fingerprintLimitBytes: Number.MAX_SAFE_INTEGER }, signal)
  } finally {
    connection.close()
  }
}

function leftOutRemarks({ leftOut }: SchemaImage): readonly string[] {
  if (leftOut.length === 0) return []
  const reasons = leftOut.map(({ name, because }) => `${name} (${because})`)
  return [`${countOf(leftOut.length, 'object')} could not be made here and left out: ${listWords(reasons)}.`]
}

function imageOf(
  { image, takenAt, remarks }: EmptyCopy,
  open: OpenFile,
  description: DatabaseDescription,
): Omit<ImageToStore, 'sinceMs'> {
  const { pageSize, pageCount } = image
  let isReleased = false
  return {
    image: {
      pageSize,
      pageCount,
      async readPages(firstPage, into) {
        if ((await open.read(into, (firstPage - 1) * pageSize)) === into.length) return
        throw new Error('the empty copy became shorter while it was read')
      },
    },
    type: 'schema',
    takenAt,
    held: null,
    remarks: [...leftOutRemarks(image), ...remarks],
    describe: () => Promise.resolve({ description, remarks: [] }),
    async release() {
      if (isReleased) return
      isReleased = true
      await open.close()
    },
  }
}

/** Stores the structure of a database without its rows: the image of an empty database that has it. Throws as `takeBackup`. */
export async function storeSchema(work: BackupWork, request: BackupRequest): Promise<Manifest> {
  const { ports, run } = work
  const sinceMs = ports.clock.monotonicMs()
  const copy = await copyStructure(work, request)
  const description = await describeEmpty(copy.file, run.signal)
  const open = await ports.files.open(copy.file, 'read')
  const manifest = await storeImage(work, { ...imageOf(copy, open, description), sinceMs })
  if (manifest === null) throw new Error('a schema is always stored')
  return manifest
}
