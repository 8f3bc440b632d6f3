import type { Settings } from '../../../shared/domain/views.ts'
import { defaultSettings } from '../../../shared/domain/views.ts'
import { readPrivateJson, replacePrivateFile } from '../home/private-file.ts'

/** The settings of this user, kept in a file. A value that can't be read counts as its default. */
export interface SettingsStore {
  current(): Settings
  /** Changes some, keeps the rest, and answers all of them once they are on disk. */
  change(part: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>
}

type Rule<T> = (value: unknown) => value is T

function oneOf<T extends string>(...words: readonly T[]): Rule<T> {
  return (value): value is T => words.some((word) => word === value)
}

function wholeFrom(least: number, most: number): Rule<number> {
  return (value): value is number =>
    Number.isInteger(value) && least <= (value as number) && (value as number) <= most
}

/** What each setting may be. Written by hand: a schema library would double the time that a command takes to start. */
const rules: { readonly [K in keyof Settings]: Rule<Settings[K]> } = {
  theme: oneOf('system', 'light', 'dark'),
  jobsAtOnce: wholeFrom(1, 16),
  jobTimeLimitMinutes: wholeFrom(1, 24 * 60),
  compression: oneOf('zstd', 'none'),
  compressionLevel: wholeFrom(1, 19),
  fingerprintLimitBytes: wholeFrom(0, 2 ** 50),
  fullCheckLimitBytes: wholeFrom(0, 2 ** 50),
  pruneGraceHours: wholeFrom(0, 720),
  pruneShareAtOnce: wholeFrom(1, 100),
  startAtLogin: (value): value is boolean => typeof value === 'boolean',
  drillScratchBytes: wholeFrom(0, 2 ** 50),
  drillsBySchedule: (value): value is boolean => typeof value === 'boolean',
  drillAtHour: wholeFrom(0, 23),
  drillEveryDays: wholeFrom(1, 365),
  quickChangeDetection: (value) => typeof value === 'boolean',
  healthEveryMinutes: wholeFrom(1, 24 * 60),
  delayMinutesPerDay: wholeFrom(1, 24 * 60),
  validationFailuresInARow: wholeFrom(1, 100),
  storageUsedPerCent: wholeFrom(1, 100),
  slowBackupMinutes: wholeFrom(1, 24 * 60),
}

function settingsFrom(read: unknown): Settings {
  const fields = (typeof read === 'object' && read !== null ? read : {}) as Record<string, unknown>
  const fits = ([name, rule]: [string, Rule<unknown>]): boolean => rule(fields[name])
  const known = Object.entries(rules)
    .filter(fits)
    .map(([name]) => [name, fields[name]] as const)
  return { ...defaultSettings, ...(Object.fromEntries(known) as Partial<Settings>) }
}

/** Reads the settings file. A missing one gives the defaults. */
export async function openSettings(file: string): Promise<SettingsStore> {
  let settings = settingsFrom(await readPrivateJson(file))
  return {
    current: () => settings,
    async change(part) {
      const given = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
      settings = settingsFrom({ ...settings, ...given })
      await replacePrivateFile(file, `${JSON.stringify(settings, null, 2)}\n`)
      return settings
    },
  }
}
