import type { Client } from '../../../shared/contract/contract.ts'
import type { KeySlotView, SavedSlot } from '../../../shared/domain/keys/keys-view.ts'
import { writeRecoveryCode } from '../../../shared/domain/keys/recovery-code.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import { idOf } from './make-records.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

const day = 86_400_000

function slotOf(n: number, kind: KeySlotKind, ageDays: number, testedDays: number | null): KeySlotView {
  const at = (days: number): string => new Date(Date.now() - days * day).toISOString()
  return {
    id: idOf(7, n),
    kind,
    createdAt: at(ageDays),
    tested: testedDays === null ? null : { at: at(testedDays), user: 'anna', machine: 'db-host' },
    isOpenedWith: kind === 'keychain',
    isTestDue: (testedDays ?? ageDays) > 90,
  }
}

const begun: readonly KeySlotView[] = [
  slotOf(1, 'keychain', 211, 0.1),
  slotOf(2, 'passphrase', 211, 17),
  slotOf(3, 'recovery_code', 134, null),
]

/** A code that is one, for nobody's vault. */
export const sampleRecoveryCode = writeRecoveryCode(Array.from({ length: 28 }, (_, n) => (n * 11 + 5) % 32))

/** Answers `keys` from memory. */
export function sampleKeys(store: SampleStore): Client['keys'] {
  let slots = begun
  const made = (kind: KeySlotKind, replaces: (slot: KeySlotView) => boolean): SavedSlot => {
    const slot = { ...slotOf(slots.length + 1, kind, 0, 0), isOpenedWith: false }
    slots = [...slots.filter((one) => !replaces(one)), slot]
    store.hub.tell({ topic: 'keys' })
    const recoveryCode = kind === 'recovery_code' ? sampleRecoveryCode : null
    return { slotId: slot.id, kind, recoveryCode, keyFile: null }
  }
  return {
    list: async () => ({ vault: 'holdfast', encryption: 'aes-256-gcm', slots }),
    add: async ({ key }) => made(key.kind, () => false),
    change: async ({ slotId, key }) => made(key.kind, ({ id }) => id === slotId),
    recoveryCode: async () => made('recovery_code', ({ kind }) => kind === 'recovery_code'),
    remove: async ({ slotId, confirmName }) => {
      if (confirmName !== 'holdfast')
        throw new SampleFault({ code: 'KEY_CHANGE_NOT_CONFIRMED', vault: 'holdfast' })
      slots = slots.filter(({ id }) => id !== slotId)
      store.hub.tell({ topic: 'keys' })
      return { slotId }
    },
    rotate: async () => ({
      kept: ['keychain'],
      dropped: [{ id: idOf(7, 2), kind: 'passphrase' }],
      recoveryCode: sampleRecoveryCode,
      olderKeys: 1,
    }),
    test: async ({ slotId, key }) => {
      if (key?.kind === 'passphrase' && key.passphrase !== 'correct horse')
        throw new SampleFault({ code: 'KEY_WRONG', path: '/mnt/vault/holdfast' })
      const testedAt = new Date().toISOString()
      const tested = { at: testedAt, user: 'anna', machine: 'db-host' }
      slots = slots.map((slot) => (slot.id === slotId ? { ...slot, tested, isTestDue: false } : slot))
      store.hub.tell({ topic: 'keys' })
      return { slotId, testedAt }
    },
  }
}

/** Answers `kit` from memory. */
export function sampleKit(): Client['kit'] {
  const files = ['holdfast-restore.mjs', 'FORMAT.md', 'recovery-kit.html', 'kit.json']
  return {
    make: async ({ folder, withRecoveryCode }) => {
      if (folder.includes('full')) throw new SampleFault({ code: 'KIT_FOLDER_NOT_EMPTY', folder })
      return { folder, files, recoveryCode: withRecoveryCode ? sampleRecoveryCode : null }
    },
    check: async ({ folder, key }) => ({
      folder,
      madeAt: new Date(Date.now() - day).toISOString(),
      keyFrom: key?.kind ?? 'keychain',
      rebuilt: {
        backupId: idOf(2, 1),
        database: 'market_data',
        takenAt: new Date(Date.now() - 3_600_000).toISOString(),
        root: 'a'.repeat(64),
      },
      durationMs: 1840,
    }),
  }
}
