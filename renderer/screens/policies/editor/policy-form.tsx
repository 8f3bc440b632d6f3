import { Button, Switch } from '@mantine/core'
import { useCallback, useState } from 'react'
import { Link } from 'wouter'

import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { useSavePolicy } from '../../../state/use-policies.ts'
import { useVaultPermits } from '../../../state/use-vault-permits.ts'
import { keptLess } from '../../../text/retention-sentence.ts'
import { ActButton } from '../../access/act-button.tsx'
import { LessKept } from './less-kept.tsx'
import { draftOf, type FormDraft, hasTwice, nameProblem } from './policy-draft.ts'
import { PolicyFields } from './policy-fields.tsx'

interface PolicyFormProps {
  readonly begin: FormDraft
  /** The policy that is changed; null: a new one. */
  readonly policy: PolicyView | null
  /** Names of the other policies. */
  readonly taken: readonly string[]
  readonly tiers: readonly string[]
  readonly onSaved: () => void
}

function whoHas({ scope, databaseIds }: PolicyView): string | null {
  if (scope === 'system') return 'the complete system has'
  if (databaseIds.length === 0) return null
  return `${countOf(databaseIds.length, 'database')} ${databaseIds.length === 1 ? 'has' : 'have'}`
}

/** A policy's form: saved as a whole, and where it keeps less than before only after its name was typed. */
export function PolicyForm({ begin, policy, taken, tiers, onSaved }: PolicyFormProps) {
  const [form, setForm] = useState(begin)
  const [known, setKnown] = useState<Readonly<Record<string, boolean | null>>>({})
  const [isAsking, setIsAsking] = useState(false)
  const [wasTried, setWasTried] = useState(policy !== null)
  const save = useSavePolicy()
  const permits = useVaultPermits()
  const onScheduleKnown = useCallback(
    (key: string, isRight: boolean | null) => setKnown((before) => ({ ...before, [key]: isRight })),
    [],
  )
  const problem = nameProblem(form.name, taken)
  const areRight = form.schedules.every((one) => known[one.key] === true && !hasTwice(form, one))
  const less = policy === null ? [] : keptLess(policy.retention, form.retention)
  const mutate = (): void =>
    save.mutate(
      {
        draft: draftOf(form) as Parameters<typeof save.mutate>[0]['draft'],
        ...(policy && { policyId: policy.id }),
      },
      { onSuccess: onSaved, onError: () => setIsAsking(false) },
    )
  return (
    <>
      <form
        className="stack policy-form"
        onSubmit={(event) => {
          event.preventDefault()
          setWasTried(true)
          if (problem !== null || !areRight) return
          if (less.length > 0) setIsAsking(true)
          else mutate()
        }}
      >
        <PolicyFields
          form={form}
          nameProblem={wasTried ? problem : null}
          tiers={tiers}
          onChange={(part) => setForm((before) => ({ ...before, ...part }))}
          onScheduleKnown={onScheduleKnown}
        />
        {save.error !== null && <FaultNotice fault={readFault(save.error)} />}
        <div className="policy-foot">
          <Switch
            size="xs"
            label={form.isEnabled ? 'On' : 'Off: it starts nothing, and keeps what it keeps'}
            checked={form.isEnabled}
            onChange={(event) => setForm({ ...form, isEnabled: event.currentTarget.checked })}
          />
          {!areRight && form.schedules.length > 0 && (
            <span className="soft small">A schedule is not right yet.</span>
          )}
          <Button component={Link} href="/settings/policies" variant="default">
            Cancel
          </Button>
          <ActButton
            act="policies.save"
            type="submit"
            loading={save.isPending}
            disabled={!permits.canBackUp || !areRight}
          >
            {policy === null ? 'Make the policy' : 'Save'}
          </ActButton>
        </div>
      </form>
      {isAsking && policy !== null && (
        <LessKept
          name={policy.name}
          who={whoHas(policy)}
          what={less}
          isBusy={save.isPending}
          onConfirm={mutate}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  )
}
