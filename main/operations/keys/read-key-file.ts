import fs from 'node:fs/promises'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { KeySecret } from '../../engine/engine.ts'

const limitBytes = 1 << 20

async function readAll(path: string): Promise<Buffer> {
  try {
    const handle = await fs.open(path, 'r')
    try {
      const { size } = await handle.stat()
      if (size > limitBytes) throw Object.assign(new Error('too large for a key'), { code: 'EFBIG' })
      return await handle.readFile()
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
