import type { AlertKind } from '../alerts/escalation-matrix.ts'

/** What an alert is about, without saying of what: `A backup failed`. */
export const alertKindWords: Readonly<Record<AlertKind, string>> = {
  vault_away: 'The vault is away',
  vault_unwritable: 'The vault can’t be written',
  backup_failed: 'A backup failed',
  validation_failed: 'Validations failed',
  chain_broken: 'The newest backup needs one that is gone or damaged',
  rpo_breached: 'More could be lost than was promised',
  drill_failed: 'A drill failed',
  backup_delayed: 'A backup is late',
  drill_overdue: 'A drill is overdue',
  storage_capacity: 'Storage is nearly full',
  rto_breached: 'Bringing back takes longer than was promised',
  backup_slow: 'A backup was slow',
  not_known: 'Something could not be checked',
}
