import { Button } from '@mantine/core'
import { useState } from 'react'

import type { Escalation } from '../../../shared/domain/alerts/escalation.ts'
import { defaultMatrix, alertKinds } from '../../../shared/domain/alerts/escalation-matrix.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useSaveEscalation } from '../../state/use-channels.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { ActButton } from '../access/act-button.tsx'
import {
  draftOfEscalation,
  draftProblem,
  escalationOfDraft,
  type EscalationDraft,
  rolesOfDraft,
} from './escalation-draft.ts'
import { PeopleFields } from './people-fields.tsx'
import { QuietFields } from './quiet-fields.tsx'
import { RuleFields } from './rule-fields.tsx'

interface EscalationFormProps {
  readonly escalation: Escalation
  /** Of the escalation, as `alerts.list` names it. */
  readonly revision: string
  /** Names of the vault’s channels. */
  readonly channels: readonly string[]
}

/** Who is told of what, and when: edited and saved as a whole. */
export function EscalationForm({ escalation, revision, channels }: EscalationFormProps) {
  // As it was when the page was opened: what another program changes meanwhile must not take away what is typed.
  const [draft, setDraft] = useState(() => draftOfEscalation(escalation))
  const [isChanged, setIsChanged] = useState(false)
  // What the draft was made of: only that gives way to it.
  const [draftOf, setDraftOf] = useState(revision)
  // Nothing is typed: what others saved meanwhile is shown.
  if (!isChanged && draftOf !== revision) {
    setDraftOf(revision)
    setDraft(draftOfEscalation(escalation))
  }
  const save = useSaveEscalation()
  const { canBackUp: canWrite } = useVaultPermits()
  const change = (part: Partial<EscalationDraft>): void => {
    setDraft((before) => ({ ...before, ...part }))
    setIsChanged(true)
    save.reset()
  }
  const fault = save.error === null ? null : readFault(save.error)
  const lookAgain = (): void => {
    setIsChanged(false)
    save.reset()
  }
  const problem = draftProblem(draft, channels)
  const roles = rolesOfDraft(draft)
  const resetMatrix = (): void =>
    change({ rules: draftOfEscalation({ ...escalation, matrix: defaultMatrix }).rules })
  return (
    <form
      className="stack policy-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (problem !== null) return
        const input = { escalation: escalationOfDraft(draft), revision: draftOf }
        save.mutate(input, { onSuccess: () => setIsChanged(false) })
      }}
    >
      <PeopleFields draft={draft} channels={channels} roles={roles} onChange={change} />
      <section className="section policy-section" aria-label="Steps">
        <div className="section-head">
          <h2>Steps</h2>
          <Button variant="default" className="push" onClick={resetMatrix}>
            Take the product’s own
          </Button>
        </div>
        {alertKinds.map((kind) => (
          <RuleFields
            key={kind}
            kind={kind}
            rule={draft.rules[kind]}
            roles={roles}
            onChange={(rule) => change({ rules: { ...draft.rules, [kind]: rule } })}
          />
        ))}
      </section>
      <QuietFields quietHours={draft.quietHours} onChange={(quietHours) => change({ quietHours })} />
      {fault !== null && (
        <FaultNotice
          fault={fault}
          actions={
            fault.code === 'ESCALATION_CHANGED' && (
              <Button variant="default" onClick={lookAgain}>
                Show what holds now
              </Button>
            )
          }
        />
      )}
      {save.isSuccess && !isChanged && (
        <Notice kind="good" title="Saved">
          <p>An alert that is open goes on by it.</p>
        </Notice>
      )}
      <div className="policy-foot">
        <output className="is-failed small">
          {problem === null ? '' : `It can’t be saved: ${problem}.`}
        </output>
        <ActButton
          act="alerts.saveEscalation"
          type="submit"
          loading={save.isPending}
          disabled={!canWrite || problem !== null || !isChanged}
        >
          Save who is told
        </ActButton>
      </div>
    </form>
  )
}
