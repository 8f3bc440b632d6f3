import { formatCount } from '../words/format-count.ts'
import type { FaultWords } from './fault-words.ts'

type PolicyCode = 'POLICY_UNKNOWN' | 'POLICY_INVALID' | 'RUN_MISSED'

const whyMissed = {
  not_running: 'no program that runs schedules was running then',
  under_recovery: 'the database was under recovery then',
  paused: 'schedules were paused then',
  interrupted: 'the program that made it ended before it did',
  overtaken: 'earlier runs of the database took until after the next one was due',
} as const

/** Words for policies and what they run by themselves. */
export const policyFaultWords: FaultWords<PolicyCode> = {
  POLICY_UNKNOWN: ({ name }) => ({
    title: 'Policy not known',
    message: `The vault has no policy called ${name}.`,
    unharmed: null,
    remedy: '`holdfast policy list` shows those that it has.',
  }),
  POLICY_INVALID: ({ policy, problems }) => ({
    title: 'Policy can’t be used',
    message: `The policy ${policy === '' ? 'without a name' : policy} can’t be used: ${problems.join('; ')}.`,
    unharmed: 'No policy was changed.',
    remedy: 'Correct it and save it again.',
  }),
  RUN_MISSED: ({ reason, slots, from, to }) => ({
    title: 'Scheduled run missed',
    message:
      slots === 1
        ? `The run that was due at ${from} was not made: ${whyMissed[reason]}.`
        : `${formatCount(slots)} runs that were due from ${from} to ${to} were not made: ${whyMissed[reason]}.`,
    unharmed: 'What was taken before is untouched. The newest run that is due is caught up once.',
    remedy: 'Let the agent run whenever the machine does: `holdfast agent install`.',
  }),
}
