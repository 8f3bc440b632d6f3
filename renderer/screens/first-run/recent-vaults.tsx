import { Button } from '@mantine/core'

import { Age } from '../../components/age.tsx'
import { useRecentVaults } from '../../state/use-answers.ts'

interface RecentVaultsProps {
  readonly onOpen: (folder: string) => void
  readonly isBusy: boolean
}

/** Vaults that were open on this machine before. Nothing where there are none. */
export function RecentVaults({ onOpen, isBusy }: RecentVaultsProps) {
  const { data: recent = [] } = useRecentVaults()
  if (recent.length === 0) return null
  return (
    <section className="section">
      <h2>Opened before</h2>
      <ul className="line-list">
        {recent.slice(0, 8).map((vault) => (
          <li key={vault.folder} className="row spread line-item">
            <span className="mono">{vault.folder}</span>
            <span className="row">
              <span className="soft small">
                {vault.isReachable ? <Age at={vault.openedAt} /> : 'not reachable now'}
              </span>
              <Button
                variant="default"
                disabled={isBusy}
                onClick={() => onOpen(vault.folder)}
                aria-label={`Open ${vault.folder}`}
              >
                Open
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
