import type { Page } from '@playwright/test'

import { sampleRecoveryCode } from '../support/sample/sample-keys.ts'
import type { WindowView } from './window-view.ts'

async function makeKit(page: Page): Promise<void> {
  await page.getByLabel('Folder of the kit').fill('/media/usb/kit')
  await page.getByRole('button', { name: 'Make the kit' }).click()
}

/** States of the keys and the recovery kit. */
export const keysViews: readonly WindowView[] = [
  { name: 'vault-keys', scene: 'proved', place: '/settings/keys', sees: 'not known to open the vault' },
  { name: 'keys-error', scene: 'errors', place: '/settings/keys', sees: '7F3A-19' },
  { name: 'keys-loading', scene: 'loading', place: '/settings/keys', sees: 'Settings' },
  {
    name: 'keys-add',
    scene: 'proved',
    place: '/settings/keys',
    sees: 'What opens the vault from now on, too?',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add a key' }).click()
      await page.getByRole('radio', { name: 'passphrase' }).click()
    },
  },
  {
    name: 'keys-code',
    scene: 'proved',
    place: '/settings/keys',
    sees: 'It is shown only now',
    act: async (page) => {
      await page.getByRole('button', { name: 'Change the recovery code' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
    },
  },
  {
    name: 'keys-test-mistyped',
    scene: 'proved',
    place: '/settings/keys',
    sees: 'Group 1 does not fit',
    act: async (page) => {
      await page.getByRole('button', { name: 'Test the recovery code' }).click()
      const mistyped = sampleRecoveryCode.replace(/^./, (one) => (one === '7' ? '8' : '7'))
      await page.getByRole('textbox', { name: 'Recovery code' }).fill(mistyped)
    },
  },
  {
    name: 'keys-tested',
    scene: 'proved',
    place: '/settings/keys',
    sees: 'The passphrase opens the vault',
    act: async (page) => {
      await page.getByRole('button', { name: 'Test the passphrase' }).click()
      await page.getByRole('dialog').getByLabel('Passphrase', { exact: true }).fill('correct horse')
      await page.getByRole('dialog').getByRole('button', { name: 'Test' }).click()
    },
  },
  {
    name: 'keys-remove',
    scene: 'proved',
    place: '/settings/keys',
    sees: 'to confirm',
    act: async (page) => page.getByRole('button', { name: 'Remove the passphrase' }).click(),
  },
  {
    name: 'kit-made',
    scene: 'proved',
    place: '/settings/keys',
    sees: 'The recovery kit is made',
    act: makeKit,
  },
  {
    name: 'kit-checked',
    scene: 'proved',
    place: '/settings/keys',
    sees: 'The kit restores',
    act: async (page) => {
      await page.getByLabel('Folder of the kit').fill('/media/usb/kit')
      await page.getByRole('button', { name: 'Check a kit' }).click()
    },
  },
  {
    name: 'first-run-kit',
    scene: 'first-run',
    place: '/',
    sees: 'It is shown only now',
    act: async (page) => {
      await page.getByRole('button', { name: 'Continue to the key' }).click()
      await page.getByRole('button', { name: 'Create the vault' }).click()
      await makeKit(page)
    },
  },
  {
    name: 'locked-code',
    scene: 'locked',
    place: '/',
    sees: 'Group 2 does not fit',
    act: async (page) => {
      await page.getByRole('button', { name: 'Use the recovery code' }).click()
      const groups = sampleRecoveryCode.split('-')
      const mistyped = groups.with(1, groups[2] ?? '').join(' ')
      await page.getByRole('textbox', { name: 'Recovery code' }).fill(mistyped)
    },
  },
]
