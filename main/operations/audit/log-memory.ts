import path from 'node:path'

import type { AuditMark } from '../../../shared/domain/audit/audit-entry.ts'
import { isEntryAt, type Appended, type EntryPlace, type KnownMark } from '../../engine/engine.ts'
import { readPrivateJson, replacePrivateFile } from '../home/private-file.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import type { World } from '../world.ts'

/** How far a log was when this machine wrote into it last. */
interface RememberedMark extends AuditMark {
  readonly at: string
  readonly place: EntryPlace
}

/** A vault's log at one place of this machine: how far it was, and what it had and has no longer. */
interface RememberedLog {
  readonly newest: RememberedMark
  readonly lost: readonly RememberedMark[]
}

type Places = Readonly<Record<string, RememberedLog>>

const keptLost = 20
const formatVersion = 1

function fileOf({ home }: World, vaultId: string): string {
  return path.join(home.auditFolder, `${vaultId}.json`)
}

function isMark(value: unknown): value is RememberedMark {
  const { entries, head, at, place } = (value ?? {}) as Record<string, unknown>
  const { file, offset, sizeBytes } = (place ?? {}) as Record<string, unknown>
  const isCount = (one: unknown): boolean => Number.isSafeInteger(one) && Number(one) >= 0
  const isText = (one: unknown): boolean => typeof one === 'string'
  return (
    isCount(entries) && isText(head) && isText(at) && isText(file) && isCount(offset) && isCount(sizeBytes)
  )
}

function isLog(value: unknown): value is RememberedLog {
  const { newest, lost } = (value ?? {}) as Record<string, unknown>
  return isMark(newest) && Array.isArray(lost) && lost.every(isMark)
}

/** What this machine remembers of a vault's logs, by the real path of the vault. Nothing where its file is gone or says nothing. */
export async function readLogMemory(world: World, vaultId: string): Promise<Places> {
  const { places } = ((await readPrivateJson(fileOf(world, vaultId))) ?? {}) as { readonly places?: unknown }
  const all = Object.entries((typeof places === 'object' ? places : null) ?? {})
  return Object.fromEntries(all.filter((entry): entry is [string, RememberedLog] => isLog(entry[1])))
}

function sameMark(one: AuditMark, other: AuditMark): boolean {
  return one.entries === other.entries && one.head === other.head
}

/** The further of what two programs of this machine know, and all that either of them missed. */
function together(one: RememberedLog | undefined, other: RememberedLog): RememberedLog {
  if (one === undefined) return other
  const lost = [
    ...other.lost,
    ...one.lost.filter((mark) => !other.lost.some((known) => sameMark(known, mark))),
  ]
  const isLost = lost.some((mark) => sameMark(mark, one.newest))
  const isFurther = !isLost && one.newest.entries > other.newest.entries
  return { newest: isFurther ? one.newest : other.newest, lost: lost.slice(0, keptLost) }
}

/** What this program remembers of one vault's log. */
export class LogMemory {
  private readonly world: World
  private readonly vault: OpenVault
  private log: RememberedLog | null = null
  private place: string | null = null

  constructor(world: World, vault: OpenVault) {
    this.world = world
    this.vault = vault
  }

  get newest(): AuditMark | undefined {
    return this.log?.newest
  }

  /** Takes in what was written. Where the log has no longer what it had, that is kept: what is written then does not hide it. */
  async see({ mark, place, before }: Appended, at: string): Promise<void> {
    const known = this.log ?? (await this.readOwn())
    const lost = [...(known?.lost ?? [])]
    if (known !== null && !(await this.isThere(known.newest, before))) {
      lost.unshift(known.newest)
      this.world.ports.logger.error('audit.log_changed', {
        folder: this.vault.access.folder,
        entries: known.newest.entries,
        found: before?.entries ?? 0,
      })
    }
    this.log = { newest: { ...mark, at, place }, lost: lost.slice(0, keptLost) }
  }

  /** Writes it down. Never throws: what can't be remembered is told to the log. */
  async keep(): Promise<void> {
    if (this.log === null) return
    const { vaultId } = this.vault.access
    try {
      const folder = await this.realFolder()
      const places = await readLogMemory(this.world, vaultId)
      const now = { ...places, [folder]: together(places[folder], this.log) }
      const content = `${JSON.stringify({ formatVersion, places: now }, null, 2)}\n`
      await replacePrivateFile(fileOf(this.world, vaultId), content)
    } catch (error) {
      this.world.ports.logger.warn('audit.not_remembered', { vaultId, error: String(error) })
    }
  }

  private async readOwn(): Promise<RememberedLog | null> {
    const places = await readLogMemory(this.world, this.vault.access.vaultId)
    return places[await this.realFolder()] ?? null
  }

  private async isThere(known: RememberedMark, before: AuditMark | null): Promise<boolean> {
    if (before === null || before.entries < known.entries) return false
    if (before.entries === known.entries) return before.head === known.head
    return isEntryAt(this.world.ports, this.vault.access.folder, known.place, known.head)
  }

  private async realFolder(): Promise<string> {
    this.place ??= await this.world.ports.files.realPath(this.vault.access.folder)
    return this.place
  }
}

/** What this machine remembers of the log at a folder, as marks; `elsewhere`: the same vault at other places of this machine. */
export async function marksOfMachine(
  world: World,
  vault: OpenVault,
): Promise<{
  readonly marks: readonly KnownMark[]
  readonly elsewhere: readonly { readonly folder: string; readonly entries: number; readonly at: string }[]
}> {
  const places = await readLogMemory(world, vault.access.vaultId)
  const own = await world.ports.files.realPath(vault.access.folder)
  const log = places[own]
  const marks = log === undefined ? [] : [log.newest, ...log.lost]
  return {
    marks: marks.map(({ entries, head, at }) => ({ entries, head, source: { kind: 'machine', at } })),
    elsewhere: Object.entries(places)
      .filter(([folder]) => folder !== own)
      .map(([folder, { newest }]) => ({ folder, entries: newest.entries, at: newest.at })),
  }
}
