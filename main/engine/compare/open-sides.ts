import type { ComparedSide } from '../../../shared/domain/comparison.ts'
import type { CompareRequest, RunContext, SideOrder } from '../engine-types.ts'
import { copyLive } from '../content/copy-live.ts'
import { attachContent, openReadable } from '../content/open-content.ts'
import { provideImage } from '../content/provide-image.ts'
import type { Ports } from '../ports/ports.ts'
import type { Connection } from '../source/connect.ts'

/** One side, ready to be read. */
export interface OpenSide {
  readonly compared: ComparedSide
  /** Names it in a fault: a backup's file, a live database's path. */
  readonly place: string
  /** The schema that it is in `OpenSides.connection`. */
  readonly schemaName: string
  readonly encoding: string
}

/** Both sides. */
export interface OpenSides {
  readonly left: OpenSide
  readonly right: OpenSide
  /** The left side is `main`. The right one is attached to it, unless it stores texts in another encoding. */
  readonly connection: Connection
  /** The right side's own connection. */
  readonly rightConnection: Connection
  readonly areAttached: boolean
  close(): void
}

type Side = Pick<OpenSide, 'compared' | 'place'>

async function provideSide(
  ports: Ports,
  { vault, threads }: CompareRequest,
  side: SideOrder,
  run: RunContext,
): Promise<Side> {
  if (side.kind === 'backup') {
    const record = await provideImage(ports, { ...side, vault, threads }, run)
    const { id: backupId, takenAt, file } = record
    return { compared: { kind: 'backup', backupId, takenAt }, place: file }
  }
  const { path } = side
  const isCopied = side.copiedAt !== null && (await ports.files.stat(side.imageFile)) !== null
  const observedAt = isCopied ? side.copiedAt : await copyLive(ports, side, run)
  return { compared: { kind: 'live', path, observedAt }, place: path }
}

function encodingOf(connection: Connection): string {
  return connection.pragma('encoding', { simple: true }) as string
}

function connectSides(request: CompareRequest, left: Side, right: Side): OpenSides {
  const connection = openReadable(request.left.imageFile, left.place)
  try {
    const rightConnection = openReadable(request.right.imageFile, right.place)
    const close = (): void => {
      rightConnection.close()
      connection.close()
    }
    const encodings = { left: encodingOf(connection), right: encodingOf(rightConnection) }
    const areAttached = encodings.left === encodings.right
    if (areAttached) attachContent(connection, request.right.imageFile, 'other')
    return {
      left: { ...left, schemaName: 'main', encoding: encodings.left },
      right: { ...right, schemaName: 'other', encoding: encodings.right },
      connection,
      rightConnection,
      areAttached,
      close,
    }
  } catch (error) {
    connection.close()
    throw error
  }
}

/**
 * Makes both sides files and opens them; the caller closes. Throws the faults of `provideImage` and `copyLive`, and TABLE_UNREADABLE
 * where a schema can't be read.
 */
export async function openSides(ports: Ports, request: CompareRequest, run: RunContext): Promise<OpenSides> {
  const left = await provideSide(ports, request, request.left, run)
  const right = await provideSide(ports, request, request.right, run)
  return connectSides(request, left, right)
}
