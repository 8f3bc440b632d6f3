import { formatMoment } from '../words/format-moment.ts'
import type { FaultWords } from './fault-words.ts'

type AlertCode =
  'ALERT_UNKNOWN' | 'ALERT_ANSWERED' | 'ESCALATION_INVALID' | 'ESCALATION_CHANGED' | 'OBJECTIVES_UNREADABLE'

/** Words for alerts. */
export const alertFaultWords: FaultWords<AlertCode> = {
  ALERT_UNKNOWN: ({ alert }) => ({
    title: 'Alert not known',
    message: `The vault has no alert called ${alert}.`,
    unharmed: null,
    remedy: '`holdfast alerts` lists those that it has.',
  }),
  ALERT_ANSWERED: ({ alert, answered }) => ({
    title: answered === null ? 'Alert resolved' : 'Alert taken on',
    message:
      answered === null
        ? `The cause of the alert ${alert} is gone: it is resolved.`
        : `${answered.by} took the alert ${alert} on at ${formatMoment(answered.at)}.`,
    unharmed: 'Nothing was changed.',
    remedy: 'Nobody is told of it any more.',
  }),
  ESCALATION_INVALID: ({ problem }) => ({
    title: 'Escalation can’t be used',
    message: `Who is told of what can’t be changed to this: ${problem}.`,
    unharmed: 'Nothing was changed.',
    remedy: '`holdfast alerts matrix --json` shows what holds now: correct a copy of that.',
  }),
  ESCALATION_CHANGED: () => ({
    title: 'Escalation changed meanwhile',
    message: 'Who is told of what was changed by somebody else since it was read.',
    unharmed: 'Nothing was changed.',
    remedy: 'Look again at what holds now, and change that.',
  }),
  OBJECTIVES_UNREADABLE: ({ file, problem }) => ({
    title: 'Objectives can’t be read',
    message: `What was promised before can’t be read from ${file}: ${problem}.`,
    unharmed: 'Nothing was changed.',
    remedy: 'Correct the file, or move it away: then every promise is the default again.',
  }),
}
