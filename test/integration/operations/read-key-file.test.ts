import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { readKeyFile, readPassphraseFile } from '../../../main/operations/keys/read-key-file.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('the file that holds a key', () => {
  it('is not read without end where it has none', async () => {
    const fault = await readKeyFile('/dev/zero').catch((error: unknown) => faultOf(error))
    expect(fault).toEqual({ code: 'KEY_FILE_UNREADABLE', path: '/dev/zero', errno: 'EFBIG' })
  })

  it('may be as large as the limit, and no larger', async () => {
    const file = path.join(tempFolder('key'), 'large')
    fs.writeFileSync(file, Buffer.alloc(1 << 20, 7))
    expect(await readKeyFile(file)).toEqual({ kind: 'key_file', bytes: Buffer.alloc(1 << 20, 7) })
    fs.appendFileSync(file, 'x')
    const fault = await readKeyFile(file).catch((error: unknown) => faultOf(error))
    expect(fault).toMatchObject({ code: 'KEY_FILE_UNREADABLE', errno: 'EFBIG' })
  })

  it('may be a pipe, as a shell hands a command’s output over', async () => {
    const pipe = path.join(tempFolder('key'), 'pipe')
    execFileSync('mkfifo', [pipe])
    const reading = readPassphraseFile(pipe)
    fs.writeFileSync(pipe, 'correct horse battery\n')
    expect(await reading).toEqual({ kind: 'passphrase', passphrase: 'correct horse battery' })
  })
})
