import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { Link } from 'wouter'

import type { AlertsView } from '../../../shared/domain/alerts/alert-views.ts'
import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import { escalationSourceWords } from '../../../shared/domain/words/escalation-source-words.ts'
import { Age } from '../../components/age.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { Pager } from '../../components/pager.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { alertsOnPage, useAlerts } from '../../state/use-alerts.ts'
import { AlertCard } from './alert-card.tsx'
import { AlertsTabs } from './alerts-tabs.tsx'
import { HealthChecks } from './health-checks.tsx'

/** Files named that can't be read. */
const mostNamed = 10

function sentenceOf({ counts: { open, unanswered } }: AlertsView): string {
  if (open === 0) return 'No alert is open.'
  return `${countOf(open, 'alert')} open, ${unanswered === 0 ? 'each of them taken on' : `${formatCount(unanswered)} of them not taken on`}.`
}

/** What is wrong, who was told and who took it on; behind it, the checks. The alert of this id is brought into view and marked. */
export function AlertsScreen({ shownId }: { readonly shownId: string }) {
  // Another alert that a link leads to has a page of its own.
  return <AlertPages key={shownId} shownId={shownId} />
}

function AlertPages({ shownId }: { readonly shownId: string }) {
  const [offset, setOffset] = useState<number | null>(null)
  const top = useRef<HTMLDivElement>(null)
  const { data: view, error, refetch } = useAlerts(offset, shownId === '' ? null : shownId)
  const turn = (to: number): void => {
    setOffset(to)
    top.current?.scrollIntoView({ block: 'start' })
  }
  return (
    <div className="page" ref={top}>
      <PageTitle title="Alerts" sentence={view === undefined ? undefined : sentenceOf(view)} />
      <AlertsTabs />
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {view === undefined && error === null && <SkeletonLines />}
      {view !== undefined && (
        <>
          <Alerts view={view} shownId={shownId} />
          <Pager
            label="Alerts"
            offset={view.offset}
            size={alertsOnPage}
            total={view.counts.open + view.counts.resolved}
            onTurn={turn}
          />
        </>
      )}
      <HealthChecks />
    </div>
  )
}

function Alerts({ view, shownId }: { readonly view: AlertsView; readonly shownId: string }) {
  const open = view.alerts.filter(({ resolvedAt }) => resolvedAt === null)
  const resolved = view.alerts.filter(({ resolvedAt }) => resolvedAt !== null)
  return (
    <>
      <WhatHinders view={view} />
      {(open.length > 0 || view.counts.open === 0) && (
        <section className="section" aria-label="Open alerts">
          <h2>Open</h2>
          {open.length === 0 && (
            <EmptyState title="No alert is open">What goes wrong is listed here.</EmptyState>
          )}
          {open.map((alert) => (
            <AlertCard key={alert.id} alert={alert} isShown={alert.id === shownId} />
          ))}
        </section>
      )}
      {resolved.length > 0 && (
        <section className="section" aria-label="Resolved alerts">
          <h2>Resolved</h2>
          {resolved.map((alert) => (
            <AlertCard key={alert.id} alert={alert} isShown={alert.id === shownId} />
          ))}
        </section>
      )}
    </>
  )
}

/** The last message by each channel, where it was not delivered. */
function failingChannels(messages: readonly MessageRecord[]) {
  const newest = new Map<string, MessageRecord>()
  for (const message of messages) {
    if (message.channel !== null && !newest.has(message.channel)) newest.set(message.channel, message)
  }
  return [...newest].flatMap(([channel, { state, detail, at }]) =>
    state === 'failed' || state === 'waiting' ? [{ channel, detail, at }] : [],
  )
}

/** Why people may not hear of something. */
function WhatHinders({ view }: { readonly view: AlertsView }) {
  const { watchedBy, damaged, escalationProblem, escalationFrom, messages } = view
  return (
    <>
      {watchedBy === null && (
        <Notice kind="risk" title="No program watches this vault">
          <p>
            Nothing is checked by itself, no alert is opened and nobody is told, until one that runs the
            schedules is there.
          </p>
        </Notice>
      )}
      {failingChannels(messages).map(({ channel, detail, at }) => (
        <Notice
          key={channel}
          kind="risk"
          title={`The channel ${channel} did not deliver`}
          actions={
            <Button component={Link} href="/settings/alerts" variant="default">
              To the channels
            </Button>
          }
        >
          <p>
            {detail} (<Age at={at} />)
          </p>
        </Notice>
      ))}
      {escalationProblem !== null && (
        <Notice kind="risk" title="The vault’s escalation can’t be used">
          <p>
            {escalationSourceWords[escalationFrom]}: {escalationProblem}.
          </p>
        </Notice>
      )}
      {damaged.length > 0 && (
        <Notice kind="risk" title="Alerts that can’t be read">
          <p className="mono">{damaged.slice(0, mostNamed).join(', ')}</p>
          {damaged.length > mostNamed && <p>and {formatCount(damaged.length - mostNamed)} more</p>}
        </Notice>
      )}
    </>
  )
}
