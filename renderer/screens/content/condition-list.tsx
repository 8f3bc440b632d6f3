import { ActionIcon, Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'

import type { ColumnView } from '../../../shared/domain/look.ts'
import type { RowCondition } from '../../../shared/domain/row-filter.ts'
import { type ConditionDraft, conditionOf, newDraft, testWords } from './condition-draft.ts'

interface ConditionListProps {
  /** Whose rows: for the names of the fields. */
  readonly table: string
  readonly columns: readonly ColumnView[]
  readonly drafts: readonly ConditionDraft[]
  readonly onDrafts: (drafts: readonly ConditionDraft[]) => void
}

/** Which rows: every condition must hold. Without one: all of them. */
export function ConditionList({ table, columns, drafts, onDrafts }: ConditionListProps) {
  const change = (draft: ConditionDraft): void =>
    onDrafts(drafts.map((one) => (one.key === draft.key ? draft : one)))
  return (
    <div className="conditions">
      {drafts.map((draft, n) => (
        <ConditionLine
          key={draft.key}
          name={`${table}, condition ${n + 1}`}
          columns={columns}
          draft={draft}
          onDraft={change}
          onRemove={() => onDrafts(drafts.filter(({ key }) => key !== draft.key))}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        className="flush-left"
        leftSection={<IconPlus size={13} />}
        aria-label={`${addWords(drafts.length)} Add a condition for ${table}`}
        onClick={() => onDrafts([...drafts, newDraft(drafts, columns[0]?.name ?? '')])}
      >
        {addWords(drafts.length)}
      </Button>
    </div>
  )
}

/** The button’s word; its whole name begins with it, for those who say what they see. */
function addWords(count: number): string {
  return count === 0 ? 'Only rows that…' : 'And…'
}

interface ConditionLineProps {
  readonly name: string
  readonly columns: readonly ColumnView[]
  readonly draft: ConditionDraft
  readonly onDraft: (draft: ConditionDraft) => void
  readonly onRemove: () => void
}

function ConditionLine({ name, columns, draft, onDraft, onRemove }: ConditionLineProps) {
  const isMissing = conditionOf(draft) === null
  return (
    <div className="condition">
      <NativeSelect
        size="xs"
        aria-label={`${name}: column`}
        value={draft.column}
        data={columns.map((column) => ({ value: column.name, label: labelOf(column) }))}
        onChange={(event) => onDraft({ ...draft, column: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={`${name}: test`}
        value={draft.test}
        data={Object.entries(testWords).map(([value, label]) => ({ value, label }))}
        onChange={(event) => onDraft({ ...draft, test: event.currentTarget.value as RowCondition['test'] })}
      />
      <ConditionValue name={name} draft={draft} isMissing={isMissing} onDraft={onDraft} />
      <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  )
}

function labelOf({ name, declaredType }: ColumnView): string {
  return declaredType === '' ? name : `${name} · ${declaredType}`
}

type ConditionValueProps = Pick<ConditionLineProps, 'name' | 'draft' | 'onDraft'> & {
  readonly isMissing: boolean
}

function ConditionValue({ name, draft, isMissing, onDraft }: ConditionValueProps) {
  if (draft.test === 'is_null') return <span className="soft small">no value</span>
  if (draft.test === 'one_of') {
    return (
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={6}
        aria-label={`${name}: values, one a line`}
        placeholder="one value a line"
        value={draft.value}
        onChange={(event) => onDraft({ ...draft, value: event.currentTarget.value })}
      />
    )
  }
  const words = { equals: 'value', between: 'from', like: 'pattern, % for any text' }[draft.test]
  return (
    <div className="row">
      <TextInput
        aria-label={`${name}: ${draft.test === 'like' ? 'pattern' : words}`}
        placeholder={words}
        value={draft.value}
        aria-required={isMissing}
        onChange={(event) => onDraft({ ...draft, value: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
      />
      {draft.test === 'between' && (
        <TextInput
          aria-label={`${name}: to`}
          placeholder="to"
          value={draft.to}
          onChange={(event) => onDraft({ ...draft, to: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </div>
  )
}
