import { create } from 'zustand'

/** What is open in this window right now. Nothing here outlives it, and nothing here is a fact of the vault. */
interface ViewState {
  readonly paletteQuery: string
  readonly isJobsDrawerOpen: boolean
  readonly isShortcutHelpOpen: boolean
  readonly isAddingDatabases: boolean
  readonly isCleaningUp: boolean
  /** Paths dropped on the window that await the dialog for adding databases. */
  readonly droppedPaths: readonly string[]
  /** The first run holds the window until its last step, also after the vault is open. */
  readonly isFirstRunGoing: boolean
  /** The person asked for another vault than the one that is open, locked or away. */
  readonly isChoosingVault: boolean
}

/** The view state of the window. */
export const useViewStore = create<ViewState>(() => ({
  paletteQuery: '',
  isJobsDrawerOpen: false,
  isShortcutHelpOpen: false,
  isAddingDatabases: false,
  isCleaningUp: false,
  droppedPaths: [],
  isFirstRunGoing: false,
  isChoosingVault: false,
}))

/** Changes the view state from anywhere. */
export const setView = (change: Partial<ViewState>): void => useViewStore.setState(change)
