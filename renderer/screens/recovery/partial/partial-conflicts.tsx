import { Radio } from '@mantine/core'

import type { PartialConflict, TriggerChoice } from '../../../../shared/domain/partial-restore.ts'
import { Notice } from '../../../components/notice.tsx'

interface PartialConflictsProps {
  readonly conflicts: readonly PartialConflict[]
  readonly triggers: TriggerChoice | null
  readonly onTriggers: (triggers: TriggerChoice) => void
}

const choices: readonly { readonly value: TriggerChoice; readonly title: string; readonly says: string }[] = [
  {
    value: 'fire',
    title: 'Triggers fire',
    says: 'As for any statement: what they write besides the chosen rows is written too.',
  },
  {
    value: 'stand_still',
    title: 'Triggers stand still',
    says: 'Only the chosen rows are written; what a trigger keeps in step with them is not.',
  },
]

/** What stands in the way, blocking first, and what must be decided. */
export function PartialConflicts({ conflicts, triggers, onTriggers }: PartialConflictsProps) {
  const aboutTriggers = conflicts.filter(({ kind }) => kind === 'trigger')
  const blocking = conflicts.filter(({ kind, isBlocking }) => isBlocking && kind !== 'trigger')
  const said = conflicts.filter(({ kind, isBlocking }) => !isBlocking && kind !== 'trigger')
  return (
    <>
      {blocking.length > 0 && (
        <Notice kind="failed" title="This can’t be brought back as it is chosen">
          <ConflictLines conflicts={blocking} />
        </Notice>
      )}
      {aboutTriggers.length > 0 && (
        <section className="section">
          <Notice
            kind={triggers === null ? 'risk' : 'plain'}
            title={triggers === null ? 'What do triggers do meanwhile?' : 'Triggers'}
          >
            <ConflictLines conflicts={aboutTriggers} />
          </Notice>
          <TriggerQuestion triggers={triggers} onTriggers={onTriggers} />
        </section>
      )}
      {said.length > 0 && (
        <Notice kind="plain" title="To know first">
          <ConflictLines conflicts={said} />
        </Notice>
      )}
    </>
  )
}

function ConflictLines({ conflicts }: { readonly conflicts: readonly PartialConflict[] }) {
  return (
    <ul className="conflicts">
      {conflicts.map(({ kind, table, detail }) => (
        <li key={`${kind} ${table} ${detail}`} className="conflict-line">
          {detail}
        </li>
      ))}
    </ul>
  )
}

function TriggerQuestion({ triggers, onTriggers }: Omit<PartialConflictsProps, 'conflicts'>) {
  return (
    <Radio.Group
      label={<span className="visually-hidden">What do triggers do meanwhile?</span>}
      value={triggers}
      onChange={onTriggers}
    >
      <div className="stack" style={{ gap: 8 }}>
        {choices.map(({ value, title, says }) => (
          <Radio.Card key={value} value={value} className="choice-card" aria-label={title}>
            <Radio.Indicator size="xs" />
            <span>
              <span className="choice-title">{title}</span>
              <span className="choice-line soft">{says}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}
