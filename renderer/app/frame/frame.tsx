import { useLocation } from 'wouter'

import type { VaultStatus } from '../../../shared/domain/views.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { AddDatabases } from '../../screens/add-databases/add-databases.tsx'
import { CleanUpNow } from '../../screens/clean-up/clean-up-now.tsx'
import { DropZone } from '../../screens/add-databases/drop-zone.tsx'
import { CatchBrokenView } from '../catch-broken-view.tsx'
import { CommandPalette } from '../palette/command-palette.tsx'
import { Routes } from '../routes.tsx'
import { ShortcutHelp } from '../shortcuts/shortcut-help.tsx'
import { useShortcuts } from '../shortcuts/use-shortcuts.ts'
import { JobsDrawer } from './jobs-drawer.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'
import { VaultBanner } from './vault-banner.tsx'

/** The frame around every view of an open vault. */
export function Frame({
  status,
}: {
  readonly status: Extract<VaultStatus, { state: 'open' | 'unreachable' }>
}) {
  const [place] = useLocation()
  useShortcuts()
  return (
    <div className="frame">
      <a
        className="frame-skip"
        href="#main"
        onClick={(event) => {
          // The fragment is the place in the window: only the focus moves.
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        Skip to the content
      </a>
      <Rail />
      <TopBar status={status} />
      <main className="main" id="main" tabIndex={-1}>
        <VaultBanner status={status} />
        <CatchBrokenView
          resetKey={place}
          fallback={
            <div className="page">
              <FaultNotice fault={{ code: 'UNEXPECTED', reference: `window ${place}` }} />
            </div>
          }
        >
          <Routes />
        </CatchBrokenView>
      </main>
      <JobsDrawer />
      <CommandPalette />
      <ShortcutHelp />
      <AddDatabases />
      <CleanUpNow />
      <DropZone />
    </div>
  )
}
