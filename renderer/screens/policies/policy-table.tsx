import { Switch } from '@mantine/core'
import { Link } from 'wouter'

import type { PolicyView } from '../../../shared/domain/policies/policy-views.ts'
import { formatCount } from '../../../shared/domain/words/format-count.ts'
import { retentionWords } from '../../../shared/domain/words/retention-words.ts'
import { useEnablePolicy } from '../../state/use-policies.ts'
import { useWhyNot } from '../../state/use-access.ts'
import { useVaultPermits } from '../../state/use-vault-permits.ts'
import { retentionSentence } from '../../text/retention-sentence.ts'
import { PlannedRun } from './planned-run.tsx'
import { PolicyWhen, soonestRun } from './policy-when.tsx'

/** Every policy: its databases, what it takes and when, what it keeps, when it runs next, whether it is on. */
export function PolicyTable({ policies }: { readonly policies: readonly PolicyView[] }) {
  return (
    <table className="policies">
      <thead>
        <tr>
          <th scope="col">Policy</th>
          <th scope="col" className="is-right">
            Databases
          </th>
          <th scope="col">Takes</th>
          <th scope="col">Keeps</th>
          <th scope="col" className="is-right">
            Next run
          </th>
          <th scope="col" className="is-right">
            On
          </th>
        </tr>
      </thead>
      <tbody>
        {policies.map((policy) => (
          <PolicyRow key={policy.id} policy={policy} />
        ))}
      </tbody>
    </table>
  )
}

function whyNone({ isEnabled, schedules, scope, databaseIds }: PolicyView): string {
  if (!isEnabled) return 'The policy is off'
  if (schedules.length === 0) return 'It has no schedule'
  return scope === 'databases' && databaseIds.length === 0 ? 'No database has it' : 'No run is to come'
}

function PolicyRow({ policy }: { readonly policy: PolicyView }) {
  const enable = useEnablePolicy()
  const permits = useVaultPermits()
  const whyNot = useWhyNot('policies.enable')
  const { id, name, scope, isEnabled, databaseIds } = policy
  const runs = scope === 'system' || databaseIds.length > 0
  return (
    <tr className={isEnabled ? '' : 'is-off'}>
      <th scope="row">
        <Link href={`/settings/policies/${id}`} className="grid-name">
          {name}
        </Link>
        {policy.tiers.length > 0 && (
          <div className="soft small">for new databases of tier {policy.tiers.join(', ')}</div>
        )}
      </th>
      <td className="is-right num">
        {scope === 'system' ? (
          <span className="soft">all together</span>
        ) : databaseIds.length === 0 ? (
          <span className="soft">none</span>
        ) : (
          formatCount(databaseIds.length)
        )}
      </td>
      <td>
        <PolicyWhen policy={policy} />
      </td>
      <td title={retentionSentence(policy.retention)}>{retentionWords(policy.retention)}</td>
      <td className="is-right">
        <PlannedRun at={runs ? soonestRun(policy) : null} short none={whyNone(policy)} />
      </td>
      <td>
        <Switch
          size="xs"
          className="policy-switch"
          aria-label={`${name} is on`}
          checked={isEnabled}
          disabled={!permits.canBackUp || whyNot !== null || enable.isPending}
          title={whyNot ?? undefined}
          onChange={(event) => enable.mutate({ policyId: id, isEnabled: event.currentTarget.checked })}
        />
      </td>
    </tr>
  )
}
