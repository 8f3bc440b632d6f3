import { readPrivateJson, replacePrivateFile } from '../home/private-file.ts'

/** A vault that this user has had open on this machine. */
export interface RememberedVault {
  readonly folder: string
  readonly vaultId: string
  /** UTC, ISO 8601. */
  readonly openedAt: string
  /** The key file that opened it, if one did. A path, never a key. */
  readonly keyFile?: string | undefined
  /** What is kept of it in the home folder goes by this name. */
  readonly homeName?: string | undefined
  /** Whether it was encrypted. An encrypted vault never becomes one that is not. */
  readonly isEncrypted?: boolean | undefined
}

const kept = 20

function isRemembered(value: unknown): value is RememberedVault {
  const { folder, vaultId, openedAt, keyFile, isEncrypted, homeName } = (value ?? {}) as Record<
    string,
    unknown
  >
  const isText = (field: unknown): boolean => typeof field === 'string'
  return (
    [folder, vaultId, openedAt].every(isText) &&
    (keyFile === undefined || isText(keyFile)) &&
    (homeName === undefined || isText(homeName)) &&
    (isEncrypted === undefined || typeof isEncrypted === 'boolean')
  )
}

/** Those remembered, newest first. */
export async function readRecentVaults(file: string): Promise<readonly RememberedVault[]> {
  const read = await readPrivateJson(file)
  return Array.isArray(read) ? read.filter(isRemembered) : []
}

/** Puts a vault at the head of the list. */
export async function rememberVault(file: string, vault: RememberedVault): Promise<void> {
  const others = (await readRecentVaults(file)).filter((one) => one.folder !== vault.folder)
  await replacePrivateFile(file, `${JSON.stringify([vault, ...others].slice(0, kept), null, 2)}\n`)
}
