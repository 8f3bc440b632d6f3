import {
  channelsNotAmong,
  defaultEscalation,
  escalationProblem,
  type Escalation,
} from '../../../shared/domain/alerts/escalation.ts'
import type { EscalationSource } from '../../../shared/domain/alerts/alert-views.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import {
  changingWhoIsTold,
  escalationText,
  parseEscalation,
  readEscalation,
  revisionIn,
  saveEscalation,
} from '../../engine/engine.ts'
import { channelsOf } from '../channels/open-vault-channel.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { KnownVault } from '../vaults/vault-session.ts'
import { awayPlaceOf } from './alerts-place.ts'

/** Who is told of what in a vault. */
export interface EscalationNow {
  readonly escalation: Escalation
  /** Why what the vault says can't be used; null: it can, or the vault says nothing. */
  readonly problem: string | null
  readonly from: EscalationSource
  /** Of what the vault says: another one after each change. */
  readonly revision: string
}

/** Who is told of what in a vault. Where that is damaged, what it said last and this machine has kept holds, else the product's own. */
export async function escalationOf(
  context: Pick<OperationsContext, 'world'>,
  vault: KnownVault,
): Promise<EscalationNow> {
  const { ports } = context.world
  const { folder } = vault.access
  const { found, revision } = await readEscalation(ports, folder)
  if (found === null) return { escalation: defaultEscalation, problem: null, from: 'vault', revision }
  if (!('problem' in found)) return { escalation: found, problem: null, from: 'vault', revision }
  const { problem } = found
  ports.logger.error('escalation.damaged', { folder, problem })
  const { found: kept } = await readEscalation(ports, awayPlaceOf(context, vault).access.folder)
  if (kept === null || 'problem' in kept) {
    return { escalation: defaultEscalation, problem, from: 'product', revision }
  }
  return { escalation: kept, problem, from: 'kept', revision }
}

/**
 * Who is told of what in the open vault, as the text of a file that `importEscalation` takes, with its revision. Throws what keeps the vault
 * from being read.
 */
export async function exportEscalation(context: OperationsContext): Promise<string> {
  const { escalation, revision } = await escalationOf(context, context.session.reachable())
  return escalationText(escalation, revision)
}

/**
 * Changes who is told of what, wholly; an alert that is open goes on by it. `revision`: of what was looked at before; null: whatever there
 * is gives way. Throws ESCALATION_INVALID (also for a channel that the vault does not have), ESCALATION_CHANGED, VAULT_READ_ONLY, what keeps
 * the channels from being read and the faults of writing a vault.
 */
export async function changeEscalation(
  context: OperationsContext,
  escalation: Escalation,
  revision: string | null,
): Promise<void> {
  const vault = context.session.reachable()
  const { folder } = vault.access
  const { ports } = context.world
  refuse(escalationProblem(escalation))
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: folder })
  await changingWhoIsTold(ports, folder, async () => {
    const now = await readEscalation(ports, folder)
    if (revision !== null && revision !== now.revision) throw new FaultError({ code: 'ESCALATION_CHANGED' })
    const channels = await channelsOf(context.world, vault.access)
    refuse(
      channelsNotAmong(
        escalation,
        channels.map(({ name }) => name),
      ),
    )
    await saveEscalation(ports, folder, escalation)
  })
  context.changes.tell({ topic: 'alerts' })
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new FaultError({ code: 'ESCALATION_INVALID', problem })
}

/** As `changeEscalation`, from the text of a file as `exportEscalation` makes it; one without a revision takes the place of whatever there is. */
export async function importEscalation(context: OperationsContext, text: string): Promise<Escalation> {
  context.session.reachable()
  const read = parseEscalation(text)
  if ('problem' in read) throw new FaultError({ code: 'ESCALATION_INVALID', problem: read.problem })
  await changeEscalation(context, read, revisionIn(text))
  return read
}
