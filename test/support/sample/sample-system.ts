import type { Client } from '../../../shared/contract/contract.ts'
import type { FolderEntry } from '../../../shared/domain/views.ts'
import { type SampleStore, SampleFault } from './sample-store.ts'

const home = '/home/dana'

function folder(path: string): FolderEntry {
  return { name: path.slice(path.lastIndexOf('/') + 1), path, kind: 'folder', sizeBytes: null }
}

const folders: Readonly<Record<string, readonly FolderEntry[]>> = {
  [home]: [
    folder(`${home}/dcf`),
    folder(`${home}/documents`),
    { name: 'vault', path: `${home}/vault`, kind: 'vault', sizeBytes: null },
    { name: 'notes.sqlite', path: `${home}/notes.sqlite`, kind: 'database', sizeBytes: 1_204_224 },
    { name: 'readme.txt', path: `${home}/readme.txt`, kind: 'file', sizeBytes: 812 },
  ],
  [`${home}/dcf`]: ['market_data', 'property_data', 'economic_data'].map((name, n) => ({
    name: `${name}.db`,
    path: `${home}/dcf/${name}.db`,
    kind: 'database',
    sizeBytes: 6_000_000 * (n + 1),
  })),
  [`${home}/documents`]: [],
  '/home': [folder(home)],
  '/': [folder('/home'), folder('/srv')],
}

/** The host's own answers. */
export function sampleSystem(store: SampleStore): Client['system'] {
  return {
    info: async () => ({
      version: '0.1.0',
      contractVersion: 1,
      capabilities: {
        nativeFileDialog: false,
        revealInFolder: false,
        dropGivesPath: false,
        tray: false,
        desktopNotifications: false,
        startAtLogin: false,
      },
      platform: 'linux',
      homeFolder: home,
      suggestedVaultFolder: `${home}/holdfast-vault`,
      suggestedDemoFolder: `${home}/holdfast-demo`,
      keychainAnswers: true,
    }),
    choosePath: async () => null,
    reveal: async () => undefined,
    listFolder: async ({ path }) => {
      const entries = folders[path.length > 1 ? path.replace(/\/$/, '') : path]
      if (entries === undefined) throw new SampleFault({ code: 'FOLDER_UNREADABLE', path, errno: 'EACCES' })
      const up = path.slice(0, path.lastIndexOf('/'))
      return { path, parent: path === '/' ? null : up === '' ? '/' : up, entries }
    },
    settings: async () => store.settings,
    changeSettings: async (change) => {
      store.settings = {
        ...store.settings,
        ...(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<
          typeof store.settings
        >),
      }
      return store.settings
    },
  }
}
