import { type } from '@orpc/contract'
import { z } from 'zod'

import type { FolderEntry, Settings } from '../domain/views.ts'
import { forViewer } from './base.ts'
import { pathField } from './fields.ts'

/** What the host can do. The window reads this and never asks which host it is in. */
export interface Capabilities {
  readonly nativeFileDialog: boolean
  readonly revealInFolder: boolean
  /** Whether a file dropped on the window arrives with its path. */
  readonly dropGivesPath: boolean
  readonly tray: boolean
  readonly desktopNotifications: boolean
  /** Whether the program can start with the user's session (`Settings.startAtLogin`). */
  readonly startAtLogin: boolean
}

/** What the window must know of the program it belongs to. */
export interface SystemInfo {
  readonly version: string
  readonly contractVersion: number
  readonly capabilities: Capabilities
  readonly platform: string
  readonly homeFolder: string
  readonly suggestedVaultFolder: string
  readonly suggestedDemoFolder: string
  /** Whether the OS keychain answers now. */
  readonly keychainAnswers: boolean
}

export const minutesField = z
  .number()
  .int()
  .min(1)
  .max(24 * 60)

const settingsFields = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  jobsAtOnce: z.number().int().min(1).max(16),
  jobTimeLimitMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
  compression: z.enum(['zstd', 'none']),
  compressionLevel: z.number().int().min(1).max(19),
  fingerprintLimitBytes: z
    .number()
    .int()
    .min(0)
    .max(2 ** 50),
  fullCheckLimitBytes: z
    .number()
    .int()
    .min(0)
    .max(2 ** 50),
  pruneGraceHours: z.number().int().min(0).max(720),
  pruneShareAtOnce: z.number().int().min(1).max(100),
  startAtLogin: z.boolean(),
  quickChangeDetection: z.boolean(),
  drillScratchBytes: z
    .number()
    .int()
    .min(0)
    .max(2 ** 50),
  drillsBySchedule: z.boolean(),
  drillAtHour: z.number().int().min(0).max(23),
  drillEveryDays: z.number().int().min(1).max(365),
  healthEveryMinutes: minutesField,
  delayMinutesPerDay: minutesField,
  validationFailuresInARow: z.number().int().min(1).max(100),
  storageUsedPerCent: z.number().int().min(1).max(100),
  slowBackupMinutes: minutesField,
})

export const systemContract = {
  info: forViewer.output(type<SystemInfo>()),
  /** Opens the host's own dialog; null when it was dismissed. Only where `nativeFileDialog`. */
  choosePath: forViewer
    .input(
      z.object({
        kind: z.enum(['database', 'folder', 'save_database', 'key_file']),
        title: z.string().max(200),
      }),
    )
    .output(type<readonly string[] | null>()),
  /** Shows a file in the system's file manager. Only where `revealInFolder`. */
  reveal: forViewer.input(z.object({ path: pathField })),
  /** A folder's entries for the path picker: folders first, then SQLite files by their header, then the rest. */
  listFolder: forViewer.input(z.object({ path: pathField })).output(
    type<{
      readonly path: string
      readonly parent: string | null
      readonly entries: readonly FolderEntry[]
    }>(),
  ),
  settings: forViewer.output(type<Settings>()),
  /** They are this user's own. */
  changeSettings: forViewer.input(settingsFields.partial()).output(type<Settings>()),
}
