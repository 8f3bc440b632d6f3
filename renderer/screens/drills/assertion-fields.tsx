import { ActionIcon, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'

import { type AssertionDraft, hasValue, testWords } from './assertion-draft.ts'

interface AssertionFieldsProps {
  readonly name: string
  readonly draft: AssertionDraft
  readonly onDraft: (draft: AssertionDraft) => void
  readonly onRemove: () => void
}

/** The fields of one assertion. */
export function AssertionFields({ name, draft, onDraft, onRemove }: AssertionFieldsProps) {
  return (
    <fieldset className="assertion" aria-label={name}>
      <div className="row">
        <TextInput
          className="assertion-name"
          aria-label={`${name}: what it says`}
          placeholder="What it says, for people"
          value={draft.name}
          maxLength={200}
          onChange={(event) => onDraft({ ...draft, name: event.currentTarget.value })}
          autoComplete="off"
        />
        <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </div>
      <Textarea
        aria-label={`${name}: statement`}
        placeholder="SELECT count(*) FROM …"
        classNames={{ input: 'mono' }}
        autosize
        minRows={2}
        maxRows={10}
        value={draft.sql}
        onChange={(event) => onDraft({ ...draft, sql: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
      />
      <div className="row row-wrap">
        <NativeSelect
          aria-label={`${name}: test`}
          data={Object.entries(testWords).map(([value, label]) => ({ value, label }))}
          value={draft.test}
          onChange={(event) =>
            onDraft({ ...draft, test: event.currentTarget.value as AssertionDraft['test'] })
          }
        />
        {hasValue(draft.test) && (
          <TextInput
            aria-label={`${name}: expected`}
            placeholder="expected"
            value={draft.value}
            onChange={(event) => onDraft({ ...draft, value: event.currentTarget.value })}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <Switch
          size="xs"
          className="push"
          label="Only of the newest backup"
          checked={draft.isNewestOnly}
          onChange={(event) => onDraft({ ...draft, isNewestOnly: event.currentTarget.checked })}
        />
      </div>
    </fieldset>
  )
}
