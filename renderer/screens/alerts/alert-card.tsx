import { IconAlertTriangleFilled, IconCircleCheckFilled, IconSquareXFilled } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { AlertView, RungView } from '../../../shared/domain/alerts/alert-views.ts'
import { causeText } from '../../../shared/domain/words/cause-words.ts'
import { nextWords, tellingWords } from '../../../shared/domain/words/telling-words.ts'
import { Age } from '../../components/age.tsx'
import { AcknowledgeForm } from './acknowledge-form.tsx'

function roleWords(role: string): string {
  return role.replaceAll('_', ' ')
}

/** One alert: what is wrong, since when, who was told and who is next. */
export function AlertCard({ alert, isShown }: { readonly alert: AlertView; readonly isShown: boolean }) {
  const { cause, severity, openedAt, resolvedAt, opening } = alert
  const { title, detail } = causeText(cause)
  const isOpen = resolvedAt === null
  const isUnanswered = isOpen && alert.acknowledged === null
  return (
    <article
      className="alert"
      aria-label={title}
      aria-current={isShown ? 'true' : undefined}
      ref={isShown ? bringIntoView : undefined}
    >
      <AlertMark alert={alert} />
      <div className="stack">
        <div className="row row-wrap">
          <h3>{'databaseId' in cause ? <SubjectLink cause={cause} title={title} /> : title}</h3>
          <span className="soft small">{severity}</span>
        </div>
        <p>{detail}</p>
        <p className="soft small">
          Opened <Age at={openedAt} />
          {opening > 1 && `, for the ${opening}. time`}
          {resolvedAt !== null && (
            <>
              ; resolved <Age at={resolvedAt} />
            </>
          )}
          .
        </p>
        <Answer alert={alert} />
        {isOpen && (
          <ol className="ladder" aria-label="Who is told">
            {alert.ladder.map((rung) => (
              <li key={rung.step}>
                <Rung rung={rung} isStopped={!isUnanswered} />
              </li>
            ))}
          </ol>
        )}
        {isUnanswered && <AcknowledgeForm alertId={alert.id} />}
      </div>
    </article>
  )
}

/** Once, when it is drawn: a link leads to one alert of many. */
function bringIntoView(card: HTMLElement | null): void {
  card?.scrollIntoView({ block: 'center' })
}

function AlertMark({ alert: { resolvedAt, severity } }: { readonly alert: AlertView }) {
  if (resolvedAt !== null) return <IconCircleCheckFilled size={18} className="is-proved" aria-hidden="true" />
  const isCritical = severity === 'CRITICAL'
  const Icon = isCritical ? IconSquareXFilled : IconAlertTriangleFilled
  return <Icon size={18} className={isCritical ? 'is-failed' : 'is-at-risk'} aria-hidden="true" />
}

function SubjectLink({
  cause,
  title,
}: {
  readonly cause: Extract<AlertView['cause'], { databaseId: string }>
  readonly title: string
}) {
  return <Link href={`/database/${cause.databaseId}`}>{title}</Link>
}

function Answer({ alert: { acknowledged } }: { readonly alert: AlertView }) {
  if (acknowledged === null) return null
  const { by, at, note } = acknowledged
  return (
    <p>
      Taken on by {by} <Age at={at} />
      {note !== '' && <>: {note}</>}
    </p>
  )
}

function Rung({ rung, isStopped }: { readonly rung: RungView; readonly isStopped: boolean }) {
  const { roles, people, tellings } = rung
  const next = nextWords(rung)
  const last = tellings.at(-1)
  return (
    <span className={last === undefined ? 'soft' : undefined}>
      <span className="ladder-roles">{roles.map(roleWords).join(', ')}</span>
      {people.length === 0 ? ' (nobody has these roles)' : ` (${people.join(', ')})`}
      {last !== undefined && (
        <>
          , {tellingWords[last.state]} <Age at={last.at} />
          {last.digest !== null && ' with others, by one message'}
          {last.missed.length > 0 && `, not ${last.missed.join(', ')}`}
          {tellings.length > 1 && `, ${tellings.length} times`}
        </>
      )}
      {next !== null && `, ${next}`}
      {last === undefined && next === null && isStopped && ', not told'}
    </span>
  )
}
