import type {
  AlertsView,
  AlertView,
  EscalationSource,
  RungView,
} from '../../../shared/domain/alerts/alert-views.ts'
import { rolesOf, type Escalation } from '../../../shared/domain/alerts/escalation.ts'
import { alertKinds, type AlertKind } from '../../../shared/domain/alerts/escalation-matrix.ts'
import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { causeText } from '../../../shared/domain/words/cause-words.ts'
import { escalationSourceWords } from '../../../shared/domain/words/escalation-source-words.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { messageStateWords, nextWords, tellingWords } from '../../../shared/domain/words/telling-words.ts'
import type { EscalationNow } from '../../operations/monitoring/escalation-of.ts'
import { watchedByText } from './health-text.ts'
import { printable, tableOf } from './print-table.ts'

const idLength = 8

function rungText(rung: RungView): string {
  const { roles, people, tellings } = rung
  const who = `${roles.join(', ')}${people.length === 0 ? ' (nobody)' : `: ${people.join(', ')}`}`
  const told = tellings
    .map(({ at, state, digest, missed }) => {
      const how = digest === null ? '' : ' with others, by one message'
      const not = missed.length === 0 ? '' : ` (not ${missed.join(', ')})`
      return ` ${tellingWords[state]} ${formatMoment(at)}${how}${not}`
    })
    .join(';')
  const next = nextWords(rung)
  const rest = next === null ? (told === '' ? ' not told' : '') : `${told === '' ? '' : ';'} ${next}`
  return printable(`    ${who}${told}${rest}`)
}

function stateText({ resolvedAt, acknowledged }: AlertView): string {
  if (resolvedAt !== null) return `resolved at ${formatMoment(resolvedAt)}`
  if (acknowledged === null) return 'open'
  const note = acknowledged.note === '' ? '' : `: ${acknowledged.note}`
  return `taken on by ${acknowledged.by} at ${formatMoment(acknowledged.at)}${note}`
}

function alertText(alert: AlertView): string {
  const { id, severity, cause, openedAt, opening } = alert
  const { title, detail } = causeText(cause)
  const often = opening === 1 ? '' : `, for the ${opening}. time`
  const lines = [
    printable(`${id.slice(0, idLength)}  ${severity}  ${title}`),
    printable(`    ${detail}`),
    printable(`    Opened at ${formatMoment(openedAt)}${often}; ${stateText(alert)}.`),
    ...(alert.resolvedAt === null ? alert.ladder.map(rungText) : []),
  ]
  return `${lines.join('\n')}\n`
}

function problemText(problem: string, from: EscalationSource): string {
  return `What the vault says of the escalation can’t be used. ${escalationSourceWords[from]}: ${printable(problem)}.\n`
}

/** Every alert, the open ones first, each with its ladder. */
export function alertsText(view: AlertsView): string {
  const { alerts, damaged, escalationProblem, escalationFrom, watchedBy } = view
  const unread = damaged.map((file) => `Can’t be read: ${printable(file)}\n`).join('')
  const problem = escalationProblem === null ? '' : problemText(escalationProblem, escalationFrom)
  const list = alerts.length === 0 ? 'There is no alert.\n' : alerts.map(alertText).join('')
  return `${list}${unread}${problem}${watchedByText(watchedBy)}`
}

interface StepRow {
  readonly kind: AlertKind
  readonly severity: string
  readonly after: string
  readonly roles: string
  readonly repeats: string
}

function stepRows({ matrix }: Escalation): readonly StepRow[] {
  return alertKinds.flatMap((kind) =>
    matrix[kind].steps.map(({ afterMinutes, roles, repeatMinutes }, n) => ({
      kind,
      severity: n === 0 ? matrix[kind].severity : '',
      after: afterMinutes === 0 ? 'at once' : `${afterMinutes} min`,
      roles: roles.join(', '),
      repeats: repeatMinutes === null ? '-' : `each ${repeatMinutes} min`,
    })),
  )
}

function rolesText({ roles, matrix }: Escalation): string {
  const names = [...new Set([...rolesOf(matrix), ...Object.keys(roles)])]
  return names
    .map((role) => {
      const people = Object.hasOwn(roles, role) ? roles[role]! : []
      const words = people.map(({ name, channels }) => `${name} (${channels.join(', ')})`).join('; ')
      return `${printable(`${role}: ${words || 'nobody'}`)}\n`
    })
    .join('')
}

/** Who is told of what, and when. */
export function escalationWords({
  escalation,
  problem,
  from,
}: Pick<EscalationNow, 'escalation' | 'problem' | 'from'>): string {
  const { quietHours } = escalation
  const table = tableOf(
    [
      { title: 'ALERT', value: ({ kind }) => kind },
      { title: 'SEVERITY', value: ({ severity }) => severity },
      { title: 'AFTER', value: ({ after }) => after },
      { title: 'ROLES', value: ({ roles }) => roles },
      { title: 'AGAIN', value: ({ repeats }) => repeats },
    ],
    stepRows(escalation),
  )
  const quiet =
    quietHours === null
      ? 'There are no quiet hours.\n'
      : `Warnings wait from ${quietHours.from} to ${quietHours.to} (${quietHours.timeZone}).\n`
  const unread = problem === null ? '' : problemText(problem, from)
  return `${table}${rolesText(escalation)}${quiet}${unread}`
}

function detailOf({ detail, nextAt }: MessageRecord): string {
  const next = nextAt === null ? '' : `again at ${formatMoment(nextAt)}`
  return [detail, next].filter((part) => part !== '').join(' ') || '-'
}

/** What became of messages, each by each channel. */
export function messagesText(messages: readonly MessageRecord[]): string {
  if (messages.length === 0) return 'No message was sent yet.\n'
  return tableOf(
    [
      { title: 'AT', value: ({ at }) => formatMoment(at) },
      {
        title: 'ALERT',
        value: ({ id, kind, alertCount }) =>
          alertCount === 1 ? `${id.slice(0, idLength)} ${kind}` : `${alertCount} ${kind}`,
      },
      {
        title: 'TO',
        value: ({ receivers, roles }) => receivers.map(({ name }) => name).join(', ') || roles.join(', '),
      },
      { title: 'CHANNEL', value: ({ channel }) => channel ?? '-' },
      { title: 'STATE', value: ({ state }) => messageStateWords[state] },
      { title: 'WHY', value: detailOf },
    ],
    messages,
  )
}
