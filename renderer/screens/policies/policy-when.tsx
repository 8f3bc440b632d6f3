import type { PolicyView } from '../../../shared/domain/policies/policy-views.ts'
import { TypeMark } from '../../components/type-mark.tsx'

/** What a policy takes and when, a line for each schedule. */
export function PolicyWhen({ policy }: { readonly policy: Pick<PolicyView, 'schedules' | 'timeZone'> }) {
  if (policy.schedules.length === 0) return <span className="soft">Takes nothing by itself</span>
  return (
    <ul className="policy-when">
      {policy.schedules.map((schedule) => (
        <li key={schedule.id}>
          <TypeMark type={schedule.type} label={schedule.label} />
          <span>
            {schedule.words ?? <span className="mono">{schedule.cron}</span>}{' '}
            <span className="soft small">{policy.timeZone}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The soonest run of a policy; null: none is to come. UTC, ISO 8601. */
export function soonestRun({ schedules, isEnabled }: PolicyView): string | null {
  if (!isEnabled) return null
  return schedules.flatMap(({ nextRuns }) => nextRuns.slice(0, 1)).toSorted()[0] ?? null
}
