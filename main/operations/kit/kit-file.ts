import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'

/** The files of a kit. */
export const kitNames = {
  page: 'recovery-kit.html',
  script: 'holdfast-restore.mjs',
  format: 'FORMAT.md',
  description: 'kit.json',
} as const

/** What a kit says of itself. */
export interface KitDescription {
  readonly format: 'holdfast-kit'
  readonly formatVersion: 1
  readonly vaultId: string
  readonly madeAt: string
  /** SHA-256 of each file, in hexadecimal. */
  readonly files: Readonly<Record<string, string>>
}

const limitBytes = 1 << 20

/** SHA-256 in hexadecimal. */
export function digestOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** A file of a kit. Throws KIT_NOT_WHOLE where it is not there, can't be read or is far too large. */
export async function readKitFile(folder: string, name: string): Promise<Buffer> {
  const file = path.join(folder, name)
  try {
    const { size } = await fs.stat(file)
    if (size <= limitBytes) return await fs.readFile(file)
  } catch (error) {
    const detail = `${name} can’t be read (${(error as NodeJS.ErrnoException).code ?? 'EIO'})`
    throw new FaultError({ code: 'KIT_NOT_WHOLE', folder, detail }, { cause: error })
  }
  throw new FaultError({ code: 'KIT_NOT_WHOLE', folder, detail: `${name} is not one of a kit` })
}

function isDescription(value: unknown): value is KitDescription {
  const { format, formatVersion, vaultId, madeAt, files } = (value ?? {}) as Record<string, unknown>
  return (
    format === 'holdfast-kit' &&
    formatVersion === 1 &&
    typeof vaultId === 'string' &&
    typeof madeAt === 'string' &&
    typeof files === 'object' &&
    files !== null
  )
}

/** What a kit says of itself, once all of its files are as they were made. Throws KIT_NOT_WHOLE. */
export async function readKit(folder: string): Promise<KitDescription> {
  const text = (await readKitFile(folder, kitNames.description)).toString('utf8')
  let value: unknown = null
  try {
    value = JSON.parse(text)
  } catch {
    // Told below, with every other thing that is no description.
  }
  const refuse = (detail: string): never => {
    throw new FaultError({ code: 'KIT_NOT_WHOLE', folder, detail })
  }
  if (!isDescription(value)) return refuse(`${kitNames.description} is not one of a kit`)
  for (const name of [kitNames.page, kitNames.script, kitNames.format]) {
    const digest = digestOf(await readKitFile(folder, name))
    if (digest !== value.files[name]) refuse(`${name} is not as it was made`)
  }
  return value
}
