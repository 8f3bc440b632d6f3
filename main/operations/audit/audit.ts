import type { Act, ActFacts } from '../../../shared/domain/access/act.ts'
import type { AuditDraft, AuditMark, AuditResult } from '../../../shared/domain/audit/audit-entry.ts'
import {
  isAudited,
  isDestructive,
  isReading,
  mustBeRecorded,
  opensVault,
} from '../../../shared/domain/audit/audited-acts.ts'
import { FaultError, faultOf, type Fault } from '../../../shared/domain/fault.ts'
import type { JobView } from '../../../shared/domain/job.ts'
import type { ActEnd, BegunAct } from '../access/begun-act.ts'
import type { OpenVault, VaultSession } from '../vaults/vault-session.ts'
import { instantOf, type World } from '../world.ts'
import { checkpointDraft, EntryWriter } from './entry-writer.ts'

/** What keeps of a job that it began; called with the job as it ended. */
export type EndJob = (view: JobView, fault: Fault | undefined) => Promise<void>

/** What this process says in the audit logs of vaults. */
export interface Audit {
  /** Says that an act begins. Throws AUDIT_NOT_WRITTEN for one that removes something and can be recorded nowhere. */
  begin(act: Act): Promise<BegunAct>
  /** Says that somebody asked for what they may not do. Never throws. */
  refuse(act: Act, fault: Fault): Promise<void>
  /** Says that a job begins, and later how it ended. Throws as `begin`. */
  beginJob(view: JobView): Promise<EndJob>
  /** How far a vault's log is, as far as this process knows. */
  markOf(vault: OpenVault): AuditMark | undefined
  /** Writes down how far a vault's log is, for this machine to remember. */
  remember(vault: OpenVault): Promise<void>
  /** Writes down what this machine is to remember, and ends. */
  close(): Promise<void>
}

/** The same reading act is said once in this time. */
const saidOnceForMs = 10 * 60_000
const mostSaid = 1000

const silent: BegunAct = { end: () => Promise.resolve() }

function resultOf({ result, fault }: ActEnd): AuditResult {
  return fault?.code === 'JOB_CANCELLED' ? 'cancelled' : result
}

class AuditOfProcess implements Audit {
  private readonly world: World
  private readonly session: VaultSession
  private readonly writers = new Map<string, EntryWriter>()
  private readonly said = new Map<string, number>()

  constructor(world: World, session: VaultSession) {
    this.world = world
    this.session = session
  }

  async begin(act: Act): Promise<BegunAct> {
    if (!isAudited(act)) return silent
    if (opensVault(act.name)) return this.beginOpening(act)
    const vault = this.session.current()
    if (vault === null || (isReading(act.name) && this.wasSaid(vault, act))) return silent
    const actId = this.world.ports.ids.newId()
    const draft = { act: act.name, actId, facts: act.facts }
    await this.writeBegin(vault, act.name, this.draft('intent', draft))
    return { end: (end) => this.writeEnd(vault, act.name, this.endDraft(draft, end)) }
  }

  async refuse(act: Act, fault: Fault): Promise<void> {
    const vault = this.session.current()
    // A window asks for lists again and again.
    if (vault === null || (act.needs === 'viewer' && this.wasSaid(vault, act))) return
    const { name, facts } = act
    const actId = this.world.ports.ids.newId()
    const said = { act: name, actId, facts, result: 'refused', fault: fault.code } as const
    await this.writeEnd(vault, name, this.draft('refused', said))
  }

  async beginJob(view: JobView): Promise<EndJob> {
    const vault = this.session.current()
    if (vault === null) return () => Promise.resolve()
    const act = `job.${view.kind}`
    await this.writeBegin(vault, act, this.draft('job_intent', { act, actId: view.id, facts: factsOf(view) }))
    return (ended, fault) => {
      const result = fault === undefined ? 'done' : fault.code === 'JOB_CANCELLED' ? 'cancelled' : 'failed'
      const facts = factsOf(ended)
      const said = { act, actId: view.id, facts, result, fault: fault?.code ?? null } as const
      return this.writeEnd(vault, act, this.draft('job_result', said))
    }
  }

  markOf(vault: OpenVault): AuditMark | undefined {
    return this.writers.get(keyOf(vault))?.mark
  }

  async remember(vault: OpenVault): Promise<void> {
    await this.writers.get(keyOf(vault))?.remember()
  }

  async close(): Promise<void> {
    await Promise.all([...this.writers.values()].map((writer) => writer.close()))
    this.writers.clear()
  }

  /** Which vault it belongs to is known at its end, and only where it opened one. */
  private beginOpening({ name, facts }: Act): BegunAct {
    const actId = this.world.ports.ids.newId()
    return {
      end: async (end) => {
        const vault = this.session.current()
        if (vault === null || end.result !== 'done') return
        await this.writeEnd(vault, name, this.endDraft({ act: name, actId, facts }, end))
      },
    }
  }

  private async writeBegin(vault: OpenVault, name: string, draft: AuditDraft): Promise<void> {
    const drafts = isDestructive(name) ? [checkpointDraft(this.world), draft] : [draft]
    try {
      await this.writerOf(vault).write(drafts)
    } catch (error) {
      const isUnwritten = faultOf(error)?.code === 'AUDIT_NOT_WRITTEN'
      if (!isUnwritten || mustBeRecorded(name)) throw error
    }
  }

  /** What was done was done: that it could not be recorded is told to the log of this program. */
  private async writeEnd(vault: OpenVault, name: string, draft: AuditDraft): Promise<void> {
    const drafts = isDestructive(name) ? [draft, checkpointDraft(this.world)] : [draft]
    try {
      await this.writerOf(vault).write(drafts)
    } catch (error) {
      if (!(error instanceof FaultError)) throw error
    }
  }

  private draft(kind: AuditDraft['kind'], said: Partial<AuditDraft>): AuditDraft {
    const at = instantOf(this.world.ports.clock)
    const nothing = { act: null, actId: null, facts: {}, result: null, fault: null }
    return { ...nothing, ...this.world.actor, kind, at, ...said }
  }

  private endDraft(said: Pick<AuditDraft, 'act' | 'actId' | 'facts'>, end: ActEnd): AuditDraft {
    const fault = end.fault?.code ?? (end.result === 'failed' ? 'UNEXPECTED' : null)
    return this.draft('result', { ...said, result: resultOf(end), fault })
  }

  private writerOf(vault: OpenVault): EntryWriter {
    const key = keyOf(vault)
    const writer = this.writers.get(key) ?? new EntryWriter(this.world, vault)
    this.writers.set(key, writer)
    return writer
  }

  private wasSaid({ access }: OpenVault, { name, facts }: Act): boolean {
    const nowMs = this.world.ports.clock.monotonicMs()
    const key = JSON.stringify([access.vaultId, name, facts])
    const saidMs = this.said.get(key)
    if (saidMs !== undefined && nowMs - saidMs < saidOnceForMs) return true
    if (this.said.size >= mostSaid) this.said.clear()
    this.said.set(key, nowMs)
    return false
  }
}

/** A vault that was opened with another key is written with that one. */
function keyOf({ access }: OpenVault): string {
  return JSON.stringify([access.folder, access.vaultId, access.vaultKey])
}

function factsOf({ id, databaseId, database, backupId, targetPath, isScheduled }: JobView): ActFacts {
  return {
    jobId: id,
    databaseId,
    database,
    ...(backupId !== undefined && { backupId }),
    ...(targetPath !== undefined && { targetPath }),
    isScheduled,
  }
}

/** What a process says in audit logs: nothing as long as no vault is open. */
export function createAudit(world: World, session: VaultSession): Audit {
  return new AuditOfProcess(world, session)
}
