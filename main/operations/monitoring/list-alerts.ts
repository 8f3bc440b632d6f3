import type { AlertCounts, AlertsPage, AlertsView } from '../../../shared/domain/alerts/alert-views.ts'
import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { countAlerts as countOf, viewAlerts } from '../../../shared/domain/alerts/view-alerts.ts'
import { listMessageRecords, type Ports } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { alertsAt, alertsPlaceOf, type AlertsPlace } from './alerts-place.ts'
import { escalationOf } from './escalation-of.ts'
import { readClocks } from './read-clocks.ts'
import { watchedBy } from './watched-by.ts'

const mostMessages = 200

/**
 * The alerts of the open vault, or that it is away or can't be written, who was told of them and who is next: `at` of a vault that is not
 * open, all where no page is asked for. Throws what keeps the vault from being read.
 */
export async function listAlerts(
  context: OperationsContext,
  { at, page }: { readonly at?: AlertsPlace | undefined; readonly page?: AlertsPage } = {},
): Promise<AlertsView> {
  const places = at ?? alertsPlaceOf(context)
  const { place } = places
  const { ports } = context.world
  const { placed, damaged } = await alertsAt(ports, places)
  const { escalation, problem, from, revision } = await escalationOf(context, place)
  const now = readClocks(ports)
  const messages = await messagesAt(ports, places, mostMessages)
  return {
    ...viewAlerts(
      escalation,
      placed.map(({ alert }) => alert),
      now,
      page,
      messages,
    ),
    damaged,
    escalation,
    escalationProblem: problem,
    escalationFrom: from,
    escalationRevision: revision,
    watchedBy: await watchedBy(context, place),
    messages,
  }
}

/** What became of the newest messages, those of this machine about a vault that was away or could not be written among them. */
async function messagesAt(
  ports: Ports,
  { place, besides }: AlertsPlace,
  limit: number,
): Promise<readonly MessageRecord[]> {
  const records = await listMessageRecords(ports, place.access.folder, limit)
  if (besides === null) return records
  const others = await listMessageRecords(ports, besides.access.folder, limit)
  if (others.length === 0) return records
  return [...records, ...others].toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, limit)
}

/** How many alerts the open vault has. Throws what keeps the vault from being read. */
export async function countAlerts(context: OperationsContext): Promise<AlertCounts> {
  const places = alertsPlaceOf(context)
  const { placed } = await alertsAt(context.world.ports, places)
  const { escalation } = await escalationOf(context, places.place)
  return countOf(
    escalation,
    placed.map(({ alert }) => alert),
  )
}

/** What became of the newest messages of the open vault, newest first. Throws what keeps the vault from being read. */
export function listMessages(context: OperationsContext, limit: number): Promise<readonly MessageRecord[]> {
  return messagesAt(context.world.ports, alertsPlaceOf(context), limit)
}
