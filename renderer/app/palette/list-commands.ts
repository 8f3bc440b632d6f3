import type { DatabaseView } from '../../../shared/domain/views.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import type { Command } from './rank-commands.ts'

/** What commands do with the window. */
export interface CommandEffects {
  readonly go: (path: string) => void
  readonly backUp: (databaseIds: readonly string[]) => void
  readonly verify: (backupIds: readonly string[]) => void
  readonly drill: (databaseIds: readonly string[]) => void
  readonly addDatabases: () => void
  readonly cleanUp: () => void
  readonly chooseVault: () => void
  readonly showHelp: () => void
  readonly setTheme: (theme: 'system' | 'light' | 'dark') => void
}

/** Every command of the window: places, actions, and each database with what can be done to it. */
export function listCommands(
  databases: readonly DatabaseView[],
  effects: CommandEffects,
): readonly Command[] {
  return [
    ...actionCommands(databases, effects),
    ...placeCommands(effects),
    ...databases.flatMap((one) => databaseCommands(one, effects)),
  ]
}

function actionCommands(databases: readonly DatabaseView[], effects: CommandEffects): readonly Command[] {
  const action = (id: string, label: string, hint: string, run: () => void): Command => ({
    id,
    label,
    hint,
    group: 'Actions',
    run,
  })
  const stored = databases.flatMap(({ newestBackup }) => (newestBackup === null ? [] : [newestBackup.id]))
  const all =
    databases.length === 0
      ? []
      : [
          action('backup-all', 'Back up all databases', countOf(databases.length, 'database'), () =>
            effects.backUp(databases.map(({ id }) => id)),
          ),
          action(
            'verify-all',
            'Verify the newest backup of each database',
            countOf(stored.length, 'backup'),
            () => effects.verify(stored),
          ),
          action(
            'drill-all',
            'Drill the newest backup of each database',
            countOf(stored.length, 'backup'),
            () =>
              effects.drill(databases.flatMap(({ id, newestBackup }) => (newestBackup === null ? [] : [id]))),
          ),
        ]
  return [
    ...all,
    action('add', 'Add databases', 'by path, by scan, by drop', effects.addDatabases),
    action('restore', 'Restore a database', 'complete recovery', () => effects.go('/recovery/complete')),
    action('moment', 'Go back to a moment', 'point-in-time recovery', () => effects.go('/recovery/moment')),
    action('partial', 'Bring back rows or tables', 'partial recovery', () => effects.go('/recovery/partial')),
    action('schema', 'Make an empty copy', 'schema-only recovery', () => effects.go('/recovery/schema')),
    action('policy', 'New policy', 'what is taken by itself', () => effects.go('/settings/policies/new')),
    action('clean-up', 'Clean up now', 'what no rule keeps any longer', effects.cleanUp),
    action('vault', 'Open another vault', 'or create one', effects.chooseVault),
    action('theme-light', 'Light theme', 'settings', () => effects.setTheme('light')),
    action('theme-dark', 'Dark theme', 'settings', () => effects.setTheme('dark')),
    action('theme-system', 'Theme of the system', 'settings', () => effects.setTheme('system')),
    action('keys', 'Show all keys', 'keyboard help', effects.showHelp),
  ]
}

const places = [
  ['/', 'Overview'],
  ['/inventory', 'Inventory'],
  ['/inventory/backups', 'All backups'],
  ['/timeline', 'Timeline'],
  ['/activity', 'Activity'],
  ['/alerts', 'Alerts'],
  ['/alerts/health', 'Health'],
  ['/alerts/messages', 'Messages to people'],
  ['/recovery', 'Recovery'],
  ['/recovery/drills', 'Drills'],
  ['/settings', 'Settings'],
  ['/settings/policies', 'Policies and schedules'],
  ['/settings/alerts', 'Who is told, and by which channels'],
  ['/settings/keys', 'Keys and the recovery kit'],
] as const

function placeCommands({ go }: CommandEffects): readonly Command[] {
  return places.map(([path, label]) => ({
    id: `go${path}`,
    label,
    hint: 'go to',
    group: 'Places',
    run: () => go(path),
  }))
}

function databaseCommands(database: DatabaseView, effects: CommandEffects): readonly Command[] {
  const { id, name, path, newestBackup } = database
  const command = (verb: string, label: string, run: () => void): Command => ({
    id: `${verb}-${id}`,
    label,
    hint: path,
    group: 'Databases',
    run,
  })
  return [
    command('open', name, () => effects.go(`/database/${id}`)),
    command('backup', `Back up ${name}`, () => effects.backUp([id])),
    command('guard', `Guard a change of ${name}`, () => effects.go(`/database/${id}/guard`)),
    ...(newestBackup === null
      ? []
      : [
          command('restore', `Restore ${name}`, () => effects.go(`/recovery/complete/${id}`)),
          command('moment', `Go back to a moment of ${name}`, () => effects.go(`/recovery/moment/${id}`)),
          command('look', `Look inside the newest backup of ${name}`, () =>
            effects.go(`/look/${newestBackup.id}`),
          ),
          command('timeline', `Timeline of ${name}`, () => effects.go(`/timeline/${id}`)),
          command('drill', `Drill the newest backup of ${name}`, () => effects.drill([id])),
          command('drills', `Drills of ${name}`, () => effects.go(`/recovery/drills/${id}`)),
          command('verify', `Verify the newest backup of ${name}`, () => effects.verify([newestBackup.id])),
        ]),
  ]
}
