import { partOf, vaultPaths } from '../vault/layout.ts'

/** What an archive says of itself: its first member, and the only one that is no part of a vault. */
export const systemManifestName = 'system_manifest.json'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const record = new RegExp(`^(${vaultPaths.databases}|${vaultPaths.policies})/${uuid}\\.json$`)
const inMonthly = /^monthly\/([^/\\\0]+)$/

/** Whether a name is one that an archive's manifest may list: exact places of a vault, and nothing that leads anywhere else. */
export function isMemberName(name: string): boolean {
  if (name === vaultPaths.vaultFile || name === vaultPaths.vaultFileCopy || record.test(name)) return true
  const [, file] = inMonthly.exec(name) ?? []
  const part = file === undefined || file.length > 255 ? null : partOf(file)?.part
  return part === 'payload' || part === 'pages' || part === 'manifest'
}

/** Whether a member is small JSON, that a plan reads; these come before everything else. */
export function isSmallMember(name: string): boolean {
  return name.endsWith('.json')
}

/** The largest that a small member may be. */
export const smallMemberLimitBytes = 8 << 20

function rankOf(name: string): number {
  if (name === vaultPaths.vaultFile) return 0
  if (isSmallMember(name)) return name.startsWith('monthly/') ? 2 : 1
  return 3
}

/** The order of an archive's members after its manifest. */
export function inMemberOrder<T extends { readonly name: string }>(members: readonly T[]): readonly T[] {
  return members.toSorted(
    (one, other) => rankOf(one.name) - rankOf(other.name) || (one.name < other.name ? -1 : 1),
  )
}
