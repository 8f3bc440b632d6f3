import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import { entryFacts, entryOutcome, entryTitle } from '../../../../shared/domain/audit/audit-words.ts'
import type { AuditedOperation } from '../../../../shared/domain/audit/operations-of-entries.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { outcomeClass } from './audit-columns.tsx'

interface AuditDetailProps {
  readonly operation: AuditedOperation
  readonly onClose: () => void
}

const byWords = {
  window: 'the window',
  browser: 'the window in a browser',
  command_line: 'the command line',
  agent: 'the agent',
} as const

/** One operation in full, as its newest entry says it. */
export function AuditDetail({ operation, onClose }: AuditDetailProps) {
  const { entry, beganAt } = operation
  return (
    <div className="stack stack-wide">
      <header className="row spread">
        <div className="stack stack-tight">
          <span className="side-title">{entryTitle(entry)}</span>
          <span className={outcomeClass(entry)}>{entryOutcome(entry)}</span>
        </div>
        <ActionIcon aria-label="Close the entry" onClick={onClose} style={{ alignSelf: 'flex-start' }}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <dl className="facts">
        <Fact name="Who">
          {entry.user}
          {entry.uid !== null && <span className="soft"> ({entry.uid})</span>} on {entry.machine}, by{' '}
          {byWords[entry.by]}
        </Fact>
        {beganAt !== null && beganAt !== entry.at && <Moment name="Began" at={beganAt} />}
        <Moment name={entry.result === null ? 'At' : 'Ended'} at={entry.at} />
        {entry.writtenAt !== null && <Moment name="Recorded later" at={entry.writtenAt} />}
        {entry.act !== null && (
          <Fact name="Procedure">
            <code>{entry.act}</code>
          </Fact>
        )}
        {entry.fault !== null && (
          <Fact name="Fault">
            <code className="is-failed">{entry.fault}</code>
          </Fact>
        )}
        {entryFacts(entry).map(({ name, value }) => (
          <Fact key={name} name={name}>
            <Copyable text={value} what={name} />
          </Fact>
        ))}
        <Fact name="Entry">
          <span className="num">{entry.seq}</span>
        </Fact>
      </dl>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Moment({ name, at }: { readonly name: string; readonly at: string }) {
  return (
    <Fact name={name}>
      <Copyable text={at} what="the moment">
        <span className="num">{formatMoment(at)}</span>
      </Copyable>
    </Fact>
  )
}
