import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconHelpSquare,
  IconSquareXFilled,
} from '@tabler/icons-react'
import { Link } from 'wouter'

import { causesOf, type HealthReport } from '../../../shared/domain/health/health-report.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { useHealth } from '../../state/use-alerts.ts'

function isKnownBad({ checks }: HealthReport): boolean {
  return Object.values(checks).some(({ status }) => status === 'degraded')
}

/** The health of the vault in a word, in the top bar; opens the page of health. Not known is never shown as well. */
export function HealthButton() {
  const { data, error } = useHealth()
  const report = error === null ? data?.report : undefined
  const [Icon, className, word] =
    report === undefined
      ? ([IconHelpSquare, 'soft', 'Health not known'] as const)
      : report.status === 'HEALTHY'
        ? ([IconCircleCheckFilled, 'is-proved', 'Healthy'] as const)
        : isKnownBad(report)
          ? ([IconSquareXFilled, 'is-failed', 'Degraded'] as const)
          : ([IconAlertTriangleFilled, 'is-at-risk', 'Not all known'] as const)
  const count = report === undefined ? 0 : causesOf(report).length
  return (
    <Link
      href="/alerts/health"
      className={`bar-health ${className}`}
      title={count === 0 ? word : `${word}: ${countOf(count, 'cause')}`}
    >
      <Icon size={17} aria-hidden="true" />
      <span>{word}</span>
      {count > 0 && <span className="num">{count}</span>}
    </Link>
  )
}
