import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { Ports } from '../ports/ports.ts'
import { errnoOf } from '../vault/vault-faults.ts'

const fullErrnos = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

async function faultFor(ports: Ports, folder: string, errno: string): Promise<Fault> {
  if (!fullErrnos.has(errno)) return { code: 'SCRATCH_WRITE_FAILED', path: folder, errno }
  const freeBytes = await ports.files.freeBytes(folder).catch(() => null)
  return { code: 'SCRATCH_FULL', path: folder, neededBytes: null, freeBytes }
}

/** Runs work that writes images into a folder of ours; its system errors become SCRATCH_FULL and SCRATCH_WRITE_FAILED. */
export async function writingScratch<T>(ports: Ports, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const errno = error instanceof FaultError ? undefined : errnoOf(error)
    if (errno === undefined) throw error
    throw new FaultError(await faultFor(ports, folder, errno), { cause: error })
  }
}

/** Throws SCRATCH_FULL where a folder has no room for so many bytes. */
export async function refuseIfFull(ports: Ports, folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await ports.files.freeBytes(folder)
  if (freeBytes < neededBytes) {
    throw new FaultError({ code: 'SCRATCH_FULL', path: folder, neededBytes, freeBytes })
  }
}
