import type { PlannedDatabase, SystemRestorePlan } from '../../../../shared/domain/system-archive.ts'
import { formatBytes } from '../../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatSpan } from '../../../../shared/domain/words/format-duration.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { Notice } from '../../../components/notice.tsx'

/** What restoring an archive would do, database by database. */
export function SystemPlanFacts({ plan }: { readonly plan: SystemRestorePlan }) {
  const { databases, missing, newRegistrations, newPolicies } = plan
  const refused = databases.filter((one) => one.plan === null)
  return (
    <>
      <ul className="line-list" aria-label="Databases of the archive">
        {databases.map((one) => (
          <PlannedLine key={one.databaseId} planned={one} />
        ))}
      </ul>
      {refused.length > 0 && (
        <Notice kind="risk" title={`${countOf(refused.length, 'database')} can’t be restored as things are`}>
          {refused.length < databases.length && <p>The others are restored all the same.</p>}
          <p>What stands in the way is beside each.</p>
        </Notice>
      )}
      {missing.length > 0 && (
        <Notice kind="risk" title="The archive is not complete">
          {missing.map(({ name, why }) => (
            <p key={name}>
              {name}: {why}
            </p>
          ))}
        </Notice>
      )}
      <dl className="plan">
        <dt>Is read</dt>
        <dd>
          {countOf(databases.length, 'backup')}, {formatBytes(plan.bytesToRead)}
          <span className="soft">; the whole archive is checked before the first file is touched</span>
        </dd>
        <dt>Is written</dt>
        <dd>{formatBytes(plan.bytesToWrite)}</dd>
        <dt>Is brought in</dt>
        <dd>
          {newRegistrations.length + newPolicies.length === 0 ? (
            <span className="soft">Nothing: the vault has every registration and policy of the archive.</span>
          ) : (
            listWords([...newRegistrations, ...newPolicies], 8)
          )}
        </dd>
      </dl>
    </>
  )
}

function PlannedLine({ planned }: { readonly planned: PlannedDatabase }) {
  const { database, targetPath, plan, refusal } = planned
  return (
    <li className="line-item needs-line archive-line">
      <StateMark
        state={plan === null ? 'at_risk' : 'stored'}
        word={plan === null ? 'Refused' : 'Planned'}
        isBare
      />
      <span className="grid-name ellipsis">{database}</span>
      <span className="stack stack-tight">
        <span className="mono small">{targetPath}</span>
        <span className="soft small">{refusal ?? doesWords(planned)}</span>
      </span>
      <span className="num soft">{plan !== null && formatBytes(plan.bytesToWrite)}</span>
    </li>
  )
}

function doesWords({ plan }: PlannedDatabase): string {
  if (plan === null) return ''
  if (!plan.target.exists) return 'Nothing is there now, so nothing is replaced.'
  const kept = plan.takesSafetyBackup ? 'after a safety backup of it' : 'which is set aside'
  return `Replaces what is there, ${kept}. Lost: what was changed in the last ${formatSpan(plan.lossMs)}.`
}
