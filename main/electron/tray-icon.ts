import { fileURLToPath } from 'node:url'

import type { MenuItemConstructorOptions } from 'electron'
import { Menu, nativeImage, nativeTheme, Tray } from 'electron'

import { faultText } from '../../shared/domain/faults/fault-text.ts'
import type { Commands } from './commands.ts'
import { backUpAllItem } from './commands.ts'
import type { TrayState } from './tray-state.ts'
import { trayStateOf, trayWords, trayWordsWithoutVault } from './tray-state.ts'
import { type ProgramState, unknownState } from './watch-program.ts'

/**
 * The picture of a state, for a light or a dark panel; the states differ by shape. `x.png` and `x@2x.png` lie side by side:
 * Electron takes the one that fits the screen.
 */
function pictureOf(state: TrayState): Electron.NativeImage {
  const panel = nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
  const file = new URL(`../../../assets/tray/${state}-${panel}.png`, import.meta.url)
  return nativeImage.createFromPath(fileURLToPath(file))
}

/** The tray's menu: what is so, then what can be done. */
function trayMenu(state: ProgramState, commands: Commands): MenuItemConstructorOptions[] {
  const { lastFailure } = state
  const lastFailureItems: MenuItemConstructorOptions[] = lastFailure
    ? [{ label: failureWords(lastFailure), click: () => commands.openFailure(lastFailure) }]
    : []
  return [
    { label: wordsOf(state), enabled: false },
    ...lastFailureItems,
    { type: 'separator' },
    { label: 'Open Holdfast', click: () => commands.openWindow() },
    backUpAllItem(commands, state.databases.length),
    pauseItem(state, commands),
    { type: 'separator' },
    { label: 'Quit', click: () => commands.quit() },
  ]
}

/** Not known whether they are paused: nothing is offered. */
function pauseItem({ isPaused }: ProgramState, commands: Commands): MenuItemConstructorOptions {
  return {
    label: isPaused === true ? 'Resume all schedules' : 'Pause all schedules',
    enabled: isPaused !== null,
    click: () => commands.pauseSchedules(isPaused === false),
  }
}

function failureWords(job: NonNullable<ProgramState['lastFailure']>): string {
  return `Last failure: ${job.database}${job.fault ? `, ${faultText(job.fault).title}` : ''}`
}

function wordsOf({ vault, databases, runningJobs, openAlerts, isPaused }: ProgramState): string {
  if (vault !== 'open') return trayWordsWithoutVault(vault, openAlerts)
  const states = databases.map(({ state }) => state)
  return `${trayWords(states, runningJobs, openAlerts)}${isPaused === true ? '; schedules paused' : ''}`
}

/** Puts the icon into the tray. Answers what shows a new state there. */
export function putIntoTray(commands: Commands): (state: ProgramState) => void {
  const tray = new Tray(pictureOf('none'))
  tray.on('click', () => commands.openWindow())
  let shown = unknownState
  const show = (state: ProgramState): void => {
    shown = state
    const states = state.databases.map((database) => database.state)
    tray.setImage(pictureOf(trayStateOf(state.vault, states, state.runningJobs, state.openAlerts)))
    tray.setToolTip(wordsOf(state))
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, commands)))
  }
  nativeTheme.on('updated', () => show(shown))
  show(shown)
  return show
}
