import fs from 'node:fs/promises'
import path from 'node:path'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { MadeKit } from '../../../shared/domain/keys/kit-views.ts'
import { refuseInside } from '../keys/choose-key.ts'
import { renewRecoveryCode } from '../keys/change-keys.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf } from '../world.ts'
import { digestOf, kitNames, type KitDescription } from './kit-file.ts'
import { kitPage } from './kit-page.ts'

/** Throws KIT_FOLDER_NOT_EMPTY, FOLDER_UNREADABLE. */
async function emptyFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 })
    if ((await fs.readdir(folder)).length === 0) return
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? 'EIO'
    throw new FaultError({ code: 'FOLDER_UNREADABLE', path: folder, errno }, { cause: error })
  }
  throw new FaultError({ code: 'KIT_FOLDER_NOT_EMPTY', folder })
}

async function writeFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  try {
    for (const [name, content] of files) {
      await fs.writeFile(path.join(folder, name), content, { flag: 'wx', mode: 0o600, flush: true })
    }
  } catch (error) {
    for (const name of files.keys()) await fs.rm(path.join(folder, name), { force: true })
    const errno = (error as NodeJS.ErrnoException).code ?? 'EIO'
    throw new FaultError({ code: 'KIT_NOT_WRITTEN', folder, errno }, { cause: error })
  }
}

async function writeKit(
  { world, session }: OperationsContext,
  folder: string,
  recoveryCode: string | null,
): Promise<readonly string[]> {
  const { facts } = session.reachable()
  const [script, format] = await Promise.all([
    fs.readFile(world.kit.scriptFile),
    fs.readFile(world.kit.formatFile),
  ])
  const madeAt = instantOf(world.ports.clock)
  const page = kitPage({
    vault: facts.name,
    vaultId: facts.vaultId,
    folder: facts.folder,
    madeAt,
    programVersion: world.kit.programVersion,
    isEncrypted: facts.encryption !== 'none',
    recoveryCode,
    scriptSha256: digestOf(script),
  })
  const parts = [
    [kitNames.script, script],
    [kitNames.format, format],
    [kitNames.page, page],
  ] as const
  const description: KitDescription = {
    format: 'holdfast-kit',
    formatVersion: 1,
    vaultId: facts.vaultId,
    madeAt,
    files: Object.fromEntries(parts.map(([name, content]) => [name, digestOf(content)])),
  }
  const files = new Map<string, string | Uint8Array>([
    ...parts,
    [kitNames.description, `${JSON.stringify(description, null, 2)}\n`],
  ])
  await writeFiles(folder, files)
  return [...files.keys()]
}

/**
 * Makes a recovery kit in a folder that is new or empty, and not in the vault. With a recovery code it is a new one, which takes the place of all
 * older ones once the kit is written: a kit that could not be written changes no key. Throws KIT_FOLDER_NOT_EMPTY, KIT_NOT_WRITTEN,
 * FOLDER_UNREADABLE, WRONG_USE, and as making a recovery code.
 */
export async function makeKit(
  context: OperationsContext,
  { folder: given, withRecoveryCode }: { readonly folder: string; readonly withRecoveryCode: boolean },
): Promise<MadeKit> {
  const folder = path.resolve(given)
  const vault = context.session.reachable()
  refuseInside(vault.access.folder, folder, 'recovery kit')
  if (withRecoveryCode && vault.access.vaultKey === null) {
    throw new FaultError({ code: 'VAULT_NOT_ENCRYPTED', path: vault.access.folder })
  }
  await emptyFolder(folder)
  if (!withRecoveryCode) return { folder, files: await writeKit(context, folder, null), recoveryCode: null }
  let files: readonly string[] = []
  const { recoveryCode } = await renewRecoveryCode(context, async (code) => {
    files = await writeKit(context, folder, code)
  })
  return { folder, files, recoveryCode }
}
