import { FaultNotice } from '../components/fault-notice.tsx'
import { SkeletonLines } from '../components/skeleton-lines.tsx'
import { FirstRun } from '../screens/first-run/first-run.tsx'
import { UnlockVault } from '../screens/unlock/unlock-vault.tsx'
import { readFault } from '../state/read-fault.ts'
import { useVaultStatus } from '../state/use-answers.ts'
import { useViewStore } from '../state/view-store.ts'
import { Frame } from './frame/frame.tsx'

/** Shows what the vault's status calls for: first run, unlocking, or the frame with its views. */
export function Gate() {
  const { data: status, error, refetch } = useVaultStatus()
  const isFirstRunGoing = useViewStore((view) => view.isFirstRunGoing)
  const isChoosingVault = useViewStore((view) => view.isChoosingVault)
  if (status === undefined) {
    return (
      <main className="page page-narrow">
        <h1 className="visually-hidden">Holdfast</h1>
        {error === null ? (
          <SkeletonLines />
        ) : (
          <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />
        )}
      </main>
    )
  }
  if (status.state === 'none' || isFirstRunGoing || isChoosingVault) return <FirstRun status={status} />
  if (status.state === 'locked') return <UnlockVault status={status} />
  return <Frame status={status} />
}
