import type { BackupLabel, BackupType } from '../../../../shared/domain/backup-record.ts'
import type { PolicyDraft } from '../../../../shared/domain/policies/policy.ts'
import { policyPresets } from '../../../../shared/domain/policies/policy-presets.ts'
import type { PolicyView } from '../../../../shared/domain/policies/policy-views.ts'

/** One schedule of a form; `key` tells it from the others while it is edited. */
export interface DraftSchedule {
  readonly key: string
  readonly type: BackupType
  readonly label: BackupLabel
  readonly cron: string
}

/** What a form holds. */
export interface FormDraft extends Omit<PolicyDraft, 'schedules'> {
  readonly schedules: readonly DraftSchedule[]
}

let made = 0

/** A schedule that a form has no other of. */
export function newSchedule(part: Omit<DraftSchedule, 'key'>): DraftSchedule {
  made += 1
  return { ...part, key: `schedule ${made}` }
}

/** A form for a policy that is there. */
export function formOf(policy: PolicyView): FormDraft {
  const { name, scope, tiers, timeZone, retention, priority, destinations, isEnabled, health } = policy
  const schedules = policy.schedules.map(({ type, label, cron }) => newSchedule({ type, label, cron }))
  return { name, scope, tiers, timeZone, schedules, retention, priority, destinations, isEnabled, health }
}

/** A form that begins as a preset does; an unknown one as the first. A name that is taken is left to the person. */
export function formOfPreset(name: string, timeZone: string, taken: readonly string[]): FormDraft {
  const preset = policyPresets.find((one) => one.name === name) ?? policyPresets[0]
  if (preset === undefined) throw new Error('There is no preset.')
  const isTaken = taken.some((one) => one.toLowerCase() === preset.name.toLowerCase())
  const schedules = preset.schedules.map((schedule) => newSchedule(schedule))
  return { ...preset, name: isTaken ? '' : preset.name, timeZone, schedules }
}

/** What is saved of a form. */
export function draftOf(form: FormDraft): PolicyDraft {
  return {
    ...form,
    schedules: form.schedules.map(({ type, label, cron }) => ({ type, label, cron: cron.trim() })),
  }
}

/** What is wrong with a form's name; null: nothing. */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  const trimmed = name.trim()
  if (trimmed === '') return 'A policy needs a name.'
  const isTaken = taken.some((one) => one.toLowerCase() === trimmed.toLowerCase())
  return isTaken ? 'Another policy has this name.' : null
}

/** Whether two schedules of a form are the same, so that one is too many. */
export function hasTwice(form: FormDraft, schedule: DraftSchedule): boolean {
  return form.schedules.some(
    (one) =>
      one.key !== schedule.key &&
      one.type === schedule.type &&
      one.label === schedule.label &&
      one.cron.trim() === schedule.cron.trim(),
  )
}
