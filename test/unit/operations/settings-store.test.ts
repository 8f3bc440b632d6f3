import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { openSettings } from '../../../main/operations/settings/settings-store.ts'
import { defaultSettings } from '../../../shared/domain/views.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('settings', () => {
  it('are the defaults where there is no file, and are kept', async () => {
    const file = path.join(tempFolder(), 'home', 'settings.json')
    const store = await openSettings(file)
    expect(store.current()).toEqual(defaultSettings)
    await store.change({ theme: 'dark', jobsAtOnce: undefined })
    await store.change({ compressionLevel: 1 })
    expect((await openSettings(file)).current()).toEqual({
      ...defaultSettings,
      theme: 'dark',
      compressionLevel: 1,
    })
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  })

  it.each(['', 'not json', '[]', 'null', '{"jobsAtOnce": 0, "theme": "pink", "compressionLevel": "3"}'])(
    'fall back value by value: %s',
    async (content) => {
      const file = path.join(tempFolder(), 'settings.json')
      fs.writeFileSync(file, content)
      expect((await openSettings(file)).current()).toEqual(defaultSettings)
    },
  )
})
