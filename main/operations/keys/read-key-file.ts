import fs from 'node:fs/promises'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { KeySecret } from '../../engine/engine.ts'

const limitBytes = 1 << 20

/** Pipes and devices have no size to look at first, and some have no end. */
async function readToEnd(handle: fs.FileHandle): Promise<Buffer> {
  const bytes = Buffer.alloc(limitBytes + 1)
  for (let length = 0; ;) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null)
    length += bytesRead
    if (length > limitBytes) throw Object.assign(new Error('too large for a key'), { code: 'EFBIG' })
    if (bytesRead === 0) return bytes.subarray(0, length)
  }
}

async function readAll(path: string): Promise<Buffer> {
  try {
    const handle = await fs.open(path, 'r')
    try {
      return await readToEnd(handle)
    } finally {
      await handle.close()
    }
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? 'EIO'
    throw new FaultError({ code: 'KEY_FILE_UNREADABLE', path, errno }, { cause: error })
  }
}

/** The secret that a key file is: all of its bytes. Throws KEY_FILE_UNREADABLE. */
export async function readKeyFile(path: string): Promise<KeySecret> {
  return { kind: 'key_file', bytes: await readAll(path) }
}

/** The passphrase in a file: its text without one line end at its end. Throws KEY_FILE_UNREADABLE. */
export async function readPassphraseFile(path: string): Promise<KeySecret> {
  const text = (await readAll(path)).toString('utf8')
  return { kind: 'passphrase', passphrase: text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '') }
}

/** The recovery code in a file: its text. Throws KEY_FILE_UNREADABLE. */
export async function readRecoveryCodeFile(path: string): Promise<KeySecret> {
  return {
    kind: 'recovery_code',
    code: (await readAll(path))
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim(),
  }
}
