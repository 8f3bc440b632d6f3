import type { AuditDraft, AuditMark } from '../../../shared/domain/audit/audit-entry.ts'
import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import { appendEntries, listEntries, type DraftToWrite } from '../../engine/engine.ts'
import { createCoalescedWriter, type CoalescedWriter } from '../inventory/inventory-writer.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf, type World } from '../world.ts'
import { LogMemory } from './log-memory.ts'
import {
  forgetWaiting,
  keepWaiting,
  readWaiting,
  withoutWritten,
  type WaitingEntries,
} from './waiting-entries.ts'

interface Waiter {
  readonly drafts: readonly AuditDraft[]
  resolve(): void
  reject(error: unknown): void
}

const usualPatienceMs = 10_000
/** After a vault could not be written it is not waited for again so soon: nobody's work stands still for the log. */
const tryAgainAfterMs = 60_000
const comparedEntries = 1000
const checkpointEveryMs = 60 * 60 * 1000

/** Writes what one program says into one vault's log, one after the other; what comes while it writes goes together, with one flush. */
export class EntryWriter {
  private readonly world: World
  private readonly vault: OpenVault
  private readonly memory: LogMemory
  private readonly remembering: CoalescedWriter
  private pending: Waiter[] = []
  private writing: Promise<void> | null = null
  private failedAtMs: number | null = null
  private signedAtMs: number | null = null

  constructor(world: World, vault: OpenVault) {
    this.world = world
    this.vault = vault
    this.memory = new LogMemory(world, vault)
    this.remembering = createCoalescedWriter(world.timers, () => this.memory.keep())
  }

  /** How far the log is, as far as this program knows; undefined where it has written nothing yet. */
  get mark(): AuditMark | undefined {
    const newest = this.memory.newest
    return newest === undefined ? undefined : { entries: newest.entries, head: newest.head }
  }

  /**
   * Resolves when the entries are durable: in the vault's log or, where that can't be written, on this machine until it can. Throws
   * AUDIT_NOT_WRITTEN where neither could be done.
   */
  write(drafts: readonly AuditDraft[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.pending.push({ drafts, resolve, reject })
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null
    })
    return promise
  }

  /** Writes down how far the log is. */
  async remember(): Promise<void> {
    await this.writing
    await this.remembering.flush()
  }

  async close(): Promise<void> {
    await this.writing
    await this.remembering.close()
  }

  private async writeAll(): Promise<void> {
    while (this.pending.length > 0) {
      const batch = this.pending.splice(0)
      try {
        await this.writeBatch(batch.flatMap(({ drafts }) => drafts))
        for (const waiter of batch) waiter.resolve()
      } catch (error) {
        for (const waiter of batch) waiter.reject(error)
      }
    }
  }

  private async writeBatch(drafts: readonly AuditDraft[]): Promise<void> {
    try {
      await this.append(this.withHourlyCheckpoint(drafts))
    } catch (error) {
      await this.keepForLater(drafts, error)
    }
  }

  private async append(drafts: readonly AuditDraft[]): Promise<void> {
    const { ports } = this.world
    const { access } = this.vault
    const at = instantOf(ports.clock)
    const waiting = await readWaiting(this.world, access.vaultId)
    const draftsFor = async (): Promise<readonly DraftToWrite[]> => [
      ...(await this.unwritten(waiting)).map((draft) => ({ draft, writtenAt: at })),
      ...drafts.map((draft) => ({ draft, writtenAt: null })),
    ]
    const nowMs = ports.clock.monotonicMs()
    const failedLately = this.failedAtMs !== null && nowMs - this.failedAtMs < tryAgainAfterMs
    const appended = await appendEntries(ports, access, draftsFor, failedLately ? 0 : usualPatienceMs)
    this.failedAtMs = null
    if (appended !== null) await this.memory.see(appended, at)
    await forgetWaiting(this.world, waiting)
    this.remembering.touch()
  }

  /** A program may have died between writing what waited and forgetting it. */
  private async unwritten({ drafts }: WaitingEntries): Promise<readonly AuditDraft[]> {
    if (drafts.length === 0) return []
    const { folder } = this.vault.access
    const question = { before: null, limit: comparedEntries + drafts.length, accepts: () => true }
    return withoutWritten(drafts, (await listEntries(this.world.ports, folder, question)).entries)
  }

  private async keepForLater(drafts: readonly AuditDraft[], cause: unknown): Promise<void> {
    const { clock, logger } = this.world.ports
    const { folder, vaultId } = this.vault.access
    const because = faultOf(cause)?.code ?? String(cause)
    this.failedAtMs = clock.monotonicMs()
    try {
      await keepWaiting(this.world, vaultId, drafts)
      logger.warn('audit.waits', { folder, because, entries: drafts.length })
    } catch (error) {
      logger.error('audit.not_written', { folder, because, error: String(error) })
      throw new FaultError({ code: 'AUDIT_NOT_WRITTEN', path: folder, because }, { cause: error })
    }
  }

  private withHourlyCheckpoint(drafts: readonly AuditDraft[]): readonly AuditDraft[] {
    const nowMs = this.world.ports.clock.monotonicMs()
    this.signedAtMs ??= nowMs
    if (nowMs - this.signedAtMs < checkpointEveryMs) return drafts
    this.signedAtMs = nowMs
    return [...drafts, checkpointDraft(this.world)]
  }
}

/** That all before it is signed. */
export function checkpointDraft({ actor, ports }: World): AuditDraft {
  return {
    ...actor,
    kind: 'checkpoint',
    at: instantOf(ports.clock),
    act: null,
    actId: null,
    facts: {},
    result: null,
    fault: null,
  }
}
