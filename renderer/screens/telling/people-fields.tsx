import { ActionIcon, Button, MultiSelect, TagsInput, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'

import { listWords } from '../../../shared/domain/words/list-words.ts'
import { type EscalationDraft, newKey, type PersonRow, rolesOfNobody } from './escalation-draft.ts'

const mostPeople = 200

interface PeopleFieldsProps {
  readonly draft: EscalationDraft
  readonly channels: readonly string[]
  readonly roles: readonly string[]
  readonly onChange: (part: Partial<EscalationDraft>) => void
}

/** Who has which roles, and by which channels they are told. */
export function PeopleFields({ draft, channels, roles, onChange }: PeopleFieldsProps) {
  const { people } = draft
  const nobody = rolesOfNobody(draft)
  const put = (row: PersonRow): void =>
    onChange({ people: people.map((one) => (one.key === row.key ? row : one)) })
  return (
    <section className="section policy-section" aria-label="People">
      <h2>People</h2>
      <ul className="schedules">
        {people.map((person, n) => (
          <PersonFields
            key={person.key}
            name={`Person ${n + 1}`}
            person={person}
            channels={channels}
            roles={roles}
            onChange={put}
            onRemove={() => onChange({ people: people.filter((one) => one !== person) })}
          />
        ))}
      </ul>
      <Button
        variant="default"
        className="policy-add"
        leftSection={<IconPlus size={14} aria-hidden="true" />}
        disabled={people.length >= mostPeople}
        onClick={() =>
          onChange({ people: [...people, { key: newKey(), name: '', roles: [], channels: [] }] })
        }
      >
        Add a person
      </Button>
      {nobody.length > 0 && (
        <p className="is-at-risk small">
          Nobody has {nobody.length === 1 ? 'the role' : 'the roles'} {listWords(nobody, 9)}: a step that
          tells only them reaches nobody.
        </p>
      )}
    </section>
  )
}

interface PersonFieldsProps {
  /** Names the fields. */
  readonly name: string
  readonly person: PersonRow
  readonly channels: readonly string[]
  readonly roles: readonly string[]
  readonly onChange: (person: PersonRow) => void
  readonly onRemove: () => void
}

function PersonFields({ name, person, channels, roles, onChange, onRemove }: PersonFieldsProps) {
  return (
    <li className="schedule person" aria-label={name}>
      <TextInput
        aria-label={`${name}: name`}
        placeholder="Name"
        value={person.name}
        onChange={(event) => onChange({ ...person, name: event.currentTarget.value })}
        maxLength={100}
        autoComplete="off"
        className="person-name"
      />
      <TagsInput
        size="xs"
        aria-label={`${name}: roles`}
        placeholder={person.roles.length === 0 ? 'Roles' : ''}
        data={[...roles]}
        value={[...person.roles]}
        onChange={(next) => onChange({ ...person, roles: next })}
        className="person-part"
      />
      <MultiSelect
        size="xs"
        aria-label={`${name}: channels`}
        placeholder={person.channels.length === 0 ? 'Channels' : ''}
        data={[...new Set([...channels, ...person.channels])]}
        value={[...person.channels]}
        onChange={(next) => onChange({ ...person, channels: next })}
        className="person-part"
      />
      <ActionIcon className="schedule-remove" aria-label={`Remove person ${person.name}`} onClick={onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </li>
  )
}
