import type { ProtectionState } from '../../shared/domain/protection.ts'
import type { VaultStatus } from '../../shared/domain/views.ts'
import { countOf } from '../../shared/domain/words/format-count.ts'

/** What the tray icon says at a glance: the worst that is true. */
export type TrayState = 'none' | 'proved' | 'stored' | 'running' | 'at_risk' | 'failed'

/** From the worst down. What runs is shown before what is well, and after what is not. */
const worstFirst: readonly ProtectionState[] = ['failed', 'at_risk', 'running', 'stored', 'proved']

/** How many alerts are open. */
export interface OpenAlerts {
  readonly critical: number
  readonly warning: number
}

/** Whether a vault is open, or why nothing is known of its databases. */
export type TrayVault = VaultStatus['state'] | 'not_known'

/** What the tray shows of all databases and open alerts together. What can’t be looked at is not shown as if it were well. */
export function trayStateOf(
  vault: TrayVault,
  states: readonly ProtectionState[],
  runningJobs: number,
  { critical, warning }: OpenAlerts,
): TrayState {
  const isKnown = vault === 'open' || vault === 'none'
  const all: readonly ProtectionState[] = [
    ...states,
    ...(isKnown ? [] : (['at_risk'] as const)),
    ...(runningJobs > 0 ? (['running'] as const) : []),
    ...(critical > 0 ? (['failed'] as const) : []),
    ...(warning > 0 ? (['at_risk'] as const) : []),
  ]
  return worstFirst.find((state) => all.includes(state)) ?? 'none'
}

/** Why nothing is said of databases: no vault is open. */
const withoutVault = {
  none: 'no vault is open',
  locked: 'the vault is locked',
  unreachable: 'the vault is not reachable',
  not_known: 'state not known',
} as const

function alertWords({ critical, warning }: OpenAlerts): string | false {
  return critical + warning > 0 && `${countOf(critical + warning, 'alert')} open`
}

/** The tray's one line while nothing is known of the databases. */
export function trayWordsWithoutVault(vault: keyof typeof withoutVault, openAlerts: OpenAlerts): string {
  const alerts = alertWords(openAlerts)
  return `Holdfast: ${withoutVault[vault]}${alerts === false ? '' : `, ${alerts}`}`
}

/** The tray's one line, for its tooltip and the head of its menu. */
export function trayWords(
  states: readonly ProtectionState[],
  runningJobs: number,
  openAlerts: OpenAlerts,
): string {
  const of = (state: ProtectionState): number => states.filter((one) => one === state).length
  const alerts = alertWords(openAlerts)
  if (states.length === 0) return `Holdfast: no databases yet${alerts === false ? '' : `, ${alerts}`}`
  const parts = [
    of('failed') > 0 && `${of('failed')} failed`,
    of('at_risk') > 0 && `${of('at_risk')} at risk`,
    alerts,
    runningJobs > 0 && `${countOf(runningJobs, 'job')} running`,
    `${of('proved')} of ${countOf(states.length, 'database')} proved`,
  ]
  return `Holdfast: ${parts.filter((part) => part !== false).join(', ')}`
}
