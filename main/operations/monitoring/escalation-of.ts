import {
  defaultEscalation,
  escalationProblem,
  type Escalation,
} from '../../../shared/domain/alerts/escalation.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { escalationText, parseEscalation, readEscalation, saveEscalation } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { KnownVault } from '../vaults/vault-session.ts'

/** Who is told of what in a vault. */
export interface EscalationNow {
  readonly escalation: Escalation
  /** Why what the vault says can't be used, and the product's own holds; null: it can, or the vault says nothing. */
  readonly problem: string | null
}

/** Who is told of what in an open vault. */
export async function escalationOf(
  { world }: Pick<OperationsContext, 'world'>,
  { access }: KnownVault,
): Promise<EscalationNow> {
  const { ports } = world
  const found = await readEscalation(ports, access.folder)
  if (found === null) return { escalation: defaultEscalation, problem: null }
  if (!('problem' in found)) return { escalation: found, problem: null }
  ports.logger.error('escalation.damaged', { folder: access.folder, problem: found.problem })
  return { escalation: defaultEscalation, problem: found.problem }
}

/** Who is told of what in the open vault, as the text of a file that `importEscalation` takes. Throws what keeps the vault from being read. */
export async function exportEscalation(context: OperationsContext): Promise<string> {
  return escalationText((await escalationOf(context, context.session.reachable())).escalation)
}

/**
 * Changes who is told of what, wholly; an alert that is open goes on by it. Throws ESCALATION_INVALID, VAULT_READ_ONLY and the faults of
 * writing a vault.
 */
export async function changeEscalation(context: OperationsContext, escalation: Escalation): Promise<void> {
  const vault = context.session.reachable()
  const { folder } = vault.access
  const problem = escalationProblem(escalation)
  if (problem !== null) throw new FaultError({ code: 'ESCALATION_INVALID', problem })
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: folder })
  await saveEscalation(context.world.ports, folder, escalation)
  context.changes.tell({ topic: 'alerts' })
}

/** As `changeEscalation`, from the text of a file as `exportEscalation` makes it. */
export async function importEscalation(context: OperationsContext, text: string): Promise<Escalation> {
  context.session.reachable()
  const read = parseEscalation(text)
  if ('problem' in read) throw new FaultError({ code: 'ESCALATION_INVALID', problem: read.problem })
  await changeEscalation(context, read)
  return read
}
