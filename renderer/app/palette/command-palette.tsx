import { Spotlight } from '@mantine/spotlight'
import { IconArrowRight, IconDatabase, IconPlayerPlay, IconSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useLocation } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'
import { useChangeSettings, useTakeBackups, useVerifyBackups } from '../../state/use-actions.ts'
import { useDatabases } from '../../state/use-answers.ts'
import { useStartDrills } from '../../state/use-drills.ts'
import { setView, useViewStore } from '../../state/view-store.ts'
import { listCommands } from './list-commands.ts'
import { paletteStore } from './palette-store.ts'
import { type Command, rankCommands } from './rank-commands.ts'

/** Commands shown at once. */
const most = 40
const none: readonly DatabaseView[] = []
const icons = { Actions: IconPlayerPlay, Places: IconArrowRight, Databases: IconDatabase }

/** Every action and database by its name: Ctrl or ⌘ and K. */
export function CommandPalette() {
  const query = useViewStore((view) => view.paletteQuery)
  const commands = useCommands()
  const ranked = useMemo(() => rankCommands(commands, query, most), [commands, query])
  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={(typed) => setView({ paletteQuery: typed })}
      shortcut={null}
      maxHeight={440}
      scrollable
      transitionProps={{ duration: 80 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.3 }}
      title="Search and act"
    >
      <Spotlight.Search
        placeholder="Name of a database, or what to do"
        leftSection={<IconSearch size={17} aria-hidden="true" />}
        aria-label="Name of a database, or what to do"
      />
      <Spotlight.ActionsList>
        {ranked.length === 0 && <Spotlight.Empty>Nothing is named so.</Spotlight.Empty>}
        {ranked.map((command) => (
          <PaletteLine key={command.id} command={command} />
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function PaletteLine({ command }: { readonly command: Command }) {
  const Icon = icons[command.group]
  return (
    <Spotlight.Action onClick={command.run} closeSpotlightOnTrigger>
      <Icon size={16} className="soft" aria-hidden="true" />
      <span className="ellipsis">{command.label}</span>
      <span className="palette-hint ellipsis">{command.hint}</span>
    </Spotlight.Action>
  )
}

function useCommands(): readonly Command[] {
  const { data: databases = none } = useDatabases()
  const [, go] = useLocation()
  const { mutate: backUp } = useTakeBackups()
  const { mutate: verify } = useVerifyBackups()
  const { mutate: drill } = useStartDrills()
  const { mutate: change } = useChangeSettings()
  return useMemo(
    () =>
      listCommands(databases, {
        go: (path) => go(path),
        backUp: (ids) => backUp(ids),
        verify: (ids) => verify(ids),
        drill: (ids) => drill(ids),
        addDatabases: () => setView({ isAddingDatabases: true }),
        cleanUp: () => setView({ isCleaningUp: true }),
        chooseVault: () => setView({ isChoosingVault: true }),
        showHelp: () => setView({ isShortcutHelpOpen: true }),
        setTheme: (theme) => change({ theme }),
      }),
    [databases, go, backUp, verify, drill, change],
  )
}
