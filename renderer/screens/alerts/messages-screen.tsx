import type { MessageRecord } from '../../../shared/domain/alerts/message.ts'
import type { MessageState } from '../../../shared/domain/alerts/message-state.ts'
import { alertKindWords } from '../../../shared/domain/words/alert-kind-words.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { messageStateWords } from '../../../shared/domain/words/telling-words.ts'
import { Link } from 'wouter'
import { Age } from '../../components/age.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { SkeletonLines } from '../../components/skeleton-lines.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useMessages } from '../../state/use-channels.ts'
import { AlertsTabs } from './alerts-tabs.tsx'

const classes: Readonly<Record<MessageState, string>> = {
  decided: 'soft',
  begun: 'soft',
  sent: 'is-proved',
  partly: 'is-at-risk',
  waiting: 'is-at-risk',
  failed: 'is-failed',
  nobody: 'is-at-risk',
  not_known: 'is-at-risk',
  withheld: 'soft',
  cause_gone: 'soft',
  not_recorded: 'is-at-risk',
}

function sentenceOf(messages: readonly MessageRecord[]): string {
  const count = (state: MessageState): number => messages.filter((one) => one.state === state).length
  const shown = `The newest ${countOf(messages.length, 'line')} of the record`
  return `${shown}: ${count('sent')} sent, ${count('failed')} failed.`
}

/** What became of every message: each time that it was tried by a channel, and why it was not sent. */
export function MessagesScreen() {
  const { data: messages, error, refetch } = useMessages()
  return (
    <div className="page">
      <PageTitle
        title="Alerts"
        sentence={messages === undefined || messages.length === 0 ? undefined : sentenceOf(messages)}
      />
      <AlertsTabs />
      {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
      {messages === undefined && error === null && <SkeletonLines count={8} />}
      {messages?.length === 0 && (
        <EmptyState title="No message was sent yet">
          What people are told of alerts is recorded here, also where it did not reach them.
        </EmptyState>
      )}
      {messages !== undefined && messages.length > 0 && <MessageTable messages={messages} />}
    </div>
  )
}

function MessageTable({ messages }: { readonly messages: readonly MessageRecord[] }) {
  return (
    <table className="health-table messages">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Alert</th>
          <th scope="col">To</th>
          <th scope="col">Channel</th>
          <th scope="col">What became of it</th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message, n) => (
          // Lines are only added, and at the front: a line has no name of its own.
          <MessageLine key={`${message.id} ${message.channel} ${messages.length - n}`} message={message} />
        ))}
      </tbody>
    </table>
  )
}

function MessageLine({ message }: { readonly message: MessageRecord }) {
  const { id, at, kind, severity, roles, receivers, channel, state, detail, nextAt, alertCount } = message
  return (
    <tr>
      <td>
        <Age at={at} />
      </td>
      <td>
        <Link href={`/alerts/${id.split('/')[0] ?? ''}`}>{alertKindWords[kind]}</Link>{' '}
        <span className="soft small">{severity}</span>
        {alertCount > 1 && <div className="soft small">one message of {countOf(alertCount, 'alert')}</div>}
      </td>
      <td>
        {receivers.length === 0 ? 'nobody' : receivers.map(({ name }) => name).join(', ')}
        <div className="soft small">{roles.join(', ')}</div>
      </td>
      <td>{channel ?? <span className="soft">none</span>}</td>
      <td>
        <span className={classes[state]}>{messageStateWords[state]}</span>
        {nextAt !== null && (
          <>
            {' '}
            <Age at={nextAt} />
          </>
        )}
        {detail !== '' && <div className="soft small">{detail}</div>}
      </td>
    </tr>
  )
}
