import type { AlertsView } from '../../../shared/domain/alerts/alert-views.ts'
import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { viewAlerts } from '../../../shared/domain/alerts/view-alerts.ts'
import { listAlerts as readAlerts, listMessageRecords } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { alertsPlaceOf } from './alerts-place.ts'
import { escalationOf } from './escalation-of.ts'
import { readClocks } from './read-clocks.ts'
import { watchedBy } from './watched-by.ts'

const mostMessages = 200

/** Every alert of the open vault, or that it is away, who was told of it and who is next. Throws what keeps the vault from being read. */
export async function listAlerts(context: OperationsContext): Promise<AlertsView> {
  const vault = alertsPlaceOf(context)
  const { ports } = context.world
  const { folder } = vault.access
  const { records, damaged } = await readAlerts(ports, folder)
  const { escalation, problem } = await escalationOf(context, vault)
  const now = readClocks(ports)
  return {
    alerts: viewAlerts(escalation, records, now),
    damaged,
    escalation,
    escalationProblem: problem,
    watchedBy: await watchedBy(context, vault),
    messages: await listMessageRecords(ports, folder, mostMessages),
  }
}

/** What became of the newest messages of the open vault, newest first. Throws what keeps the vault from being read. */
export function listMessages(context: OperationsContext, limit: number): Promise<readonly MessageRecord[]> {
  const { folder } = alertsPlaceOf(context).access
  return listMessageRecords(context.world.ports, folder, limit)
}
