import { z } from 'zod'

import type { Settings } from '../../../shared/domain/views.ts'
import { defaultSettings } from '../../../shared/domain/views.ts'
import { readPrivateJson, replacePrivateFile } from '../home/private-file.ts'

const stored = z
  .object({
    theme: z.enum(['system', 'light', 'dark']).catch(defaultSettings.theme),
    jobsAtOnce: z.int().min(1).max(16).catch(defaultSettings.jobsAtOnce),
    jobTimeLimitMinutes: z.int().min(1).max(1440).catch(defaultSettings.jobTimeLimitMinutes),
    compression: z.enum(['zstd', 'none']).catch(defaultSettings.compression),
    compressionLevel: z.int().min(1).max(19).catch(defaultSettings.compressionLevel),
    fingerprintLimitBytes: z
      .int()
      .min(0)
      .max(2 ** 50)
      .catch(defaultSettings.fingerprintLimitBytes),
  })
  .catch(defaultSettings)

/** The settings of this user, kept in a file. A value that can't be read counts as its default. */
export interface SettingsStore {
  current(): Settings
  /** Changes some, keeps the rest, and answers all of them once they are on disk. */
  change(part: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>
}

/** Reads the settings file. A missing one gives the defaults. */
export async function openSettings(file: string): Promise<SettingsStore> {
  let settings: Settings = stored.parse(await readPrivateJson(file))
  return {
    current: () => settings,
    async change(part) {
      const given = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
      settings = stored.parse({ ...settings, ...given })
      await replacePrivateFile(file, `${JSON.stringify(settings, null, 2)}\n`)
      return settings
    },
  }
}
