import { describe, expect, it } from 'vitest'

import type { Fault, FaultCode, FaultOf } from '../../../../shared/domain/fault.ts'
import { faultText, faultWords } from '../../../../shared/domain/faults/fault-text.ts'

const path = '/srv/dcf/market data.db'
const file = 'weekly/market_data_weekly_20261123_070000.db.zst.enc'

/** One case of every fault: the compiler asks for a case of each new code. */
const cases: { readonly [C in FaultCode]: Omit<FaultOf<C>, 'code'> } = {
  ROLE_NEEDED: { act: 'backups.start', needs: 'operator', has: 'viewer', user: 'ada' },
  AUDIT_NOT_WRITTEN: { path, because: 'VAULT_READ_ONLY' },
  ACCESS_DAMAGED: { path, problem: 'it was there, and is gone' },
  ACCESS_REFUSED: { problems: ['somebody is named twice'] },
  ACCESS_CHANGED: {},
  ASSERTIONS_INVALID: { problem: 'number 1 has no name' },
  DETECTION_NOT_SHOWN: { file, isPlanted: true, detail: 'one bit was turned' },
  SOURCE_MISSING: { path },
  SOURCE_IS_FOLDER: { path },
  SOURCE_NOT_PERMITTED: { path },
  SOURCE_EMPTY: { path },
  SOURCE_NOT_SQLITE: { path, looksEncrypted: false },
  SOURCE_DAMAGED: { path, detail: 'database disk image is malformed' },
  SOURCE_LOCKED: { path, waitedMs: 5000 },
  SOURCE_NEEDS_RECOVERY: { path },
  SOURCE_WAL_UNREADABLE: { path },
  SOURCE_REPLACED: { path },
  SOURCE_READ_FAILED: { path, errno: 'EIO' },
  VAULT_NOT_GIVEN: {},
  VAULT_MISSING: { path },
  VAULT_SILENT: { path, waitedMs: 30_000 },
  VAULT_NOT_A_VAULT: { path },
  VAULT_ALREADY_THERE: { path },
  VAULT_FOLDER_NOT_EMPTY: { path },
  VAULT_TOO_NEW: { path, formatVersion: 9 },
  VAULT_DAMAGED: { path, detail: 'not JSON' },
  VAULT_READ_ONLY: { path },
  VAULT_NOT_PERMITTED: { path },
  VAULT_FULL: { path, neededBytes: 5_242_880, freeBytes: 1024 },
  VAULT_WRITE_FAILED: { path, errno: 'EIO' },
  VAULT_LOCKED: { path, holder: 'process 812 on db-host-1' },
  KEY_NEEDED: { path, slots: ['passphrase', 'key_file'] },
  KEY_WRONG: { path },
  KEY_FILE_UNREADABLE: { path, errno: 'ENOENT' },
  PASSPHRASE_TOO_SHORT: { minimum: 8 },
  KEYCHAIN_UNREACHABLE: { detail: 'no D-Bus' },
  KIT_NOT_WHOLE: { folder: path, detail: 'FORMAT.md is not as it was made' },
  KIT_OUTDATED: { folder: path },
  KIT_FAILED: { folder: path, detail: 'page 7 is damaged' },
  KIT_FOLDER_NOT_EMPTY: { folder: path },
  KIT_NOT_WRITTEN: { folder: path, errno: 'ENOSPC' },
  ROTATION_DROPS_SLOTS: { slots: [{ id: '0189a0c2', kind: 'passphrase' }] },
  JOBS_RUNNING: { jobs: 2 },
  KEY_ROTATED: { path },
  KEY_SLOT_UNKNOWN: { slot: '0189' },
  VAULT_NOT_ENCRYPTED: { path },
  KEY_SLOT_IS_LAST: { path },
  KEY_CHANGE_NOT_CONFIRMED: { vault: 'backups' },
  RECOVERY_CODE_MISTYPED: { groups: [3], characters: 35 },
  DATABASE_UNKNOWN: { name: 'market' },
  DATABASE_NAME_INVALID: { name: 'a/b' },
  DATABASE_NAME_TAKEN: { name: 'market' },
  DATABASE_ALREADY_REGISTERED: { path, name: 'market' },
  BACKUP_UNKNOWN: { backup: 'ab12' },
  BACKUP_AMBIGUOUS: { backup: 'ab', matches: ['ab12', 'ab34'] },
  NO_BACKUP: { database: 'market' },
  CHAIN_BROKEN: {
    file,
    link: 'manual/market_full_20261122_070000.db.zst.enc',
    because: 'missing',
    nearest: [],
  },
  NO_POINT_BEFORE: { database: 'market', askedFor: '2026-11-23T07:00:00.000Z', oldest: null },
  BACKUP_WITHOUT_ROWS: { file },
  NOTHING_TO_MERGE: { file },
  TABLE_UNKNOWN: { table: 'series', place: file },
  COLUMN_UNKNOWN: { table: 'series', column: 'msa' },
  TABLE_UNREADABLE: { table: 'notes', place: file, detail: 'no such module: vec0' },
  SYSTEM_INCOMPLETE: { file, missing: [{ name: 'market', why: 'It is not there.' }] },
  SYSTEM_NOT_TAKEN: { missing: [{ name: 'market', why: 'It is not there.' }] },
  SYSTEM_RESTORE_INCOMPLETE: { file, restored: 3, failed: [{ name: 'market', why: 'It is in use.' }] },
  ARCHIVE_UNKNOWN: { archive: 'ab12' },
  SCRATCH_FULL: { path, neededBytes: 5_242_880, freeBytes: 1024 },
  SCRATCH_WRITE_FAILED: { path, errno: 'EACCES' },
  EXPORT_FAILED: { path, errno: 'EEXIST' },
  FOLDER_UNREADABLE: { path, errno: 'EACCES' },
  BACKUP_FILE_MISSING: { file },
  BACKUP_FILE_UNREADABLE: { file, errno: 'EIO' },
  BACKUP_DAMAGED: { file, detail: 'frame 3 does not open' },
  MANIFEST_DAMAGED: { file, detail: 'its own hash differs' },
  RUN_SWEPT: { path },
  DRILL_NOT_PASSED: { file: 'daily/a.db', level: 'D1', detail: 'a byte is another one', isKnown: true },
  BACKUP_SET_ASIDE: { file },
  BACKUP_IN_USE: { backupIds: ['5f1c0a52'], who: 'process 7 on nas (restore)', isRemoved: true },
  MANIFEST_TOO_NEW: { file, formatVersion: 9, isSealed: false },
  VALIDATION_FAILED: {
    file,
    checks: ['data_consistency', 'checksum_match'],
    detail: 'row 12 missing from index',
  },
  TARGET_IN_USE: { path, openedBy: ['dcf-server (812)'] },
  TARGET_NOT_PERMITTED: { path },
  TARGET_IS_FOLDER: { path },
  TARGET_FOLDER_MISSING: { path },
  TARGET_IN_VAULT: { path },
  TARGET_FULL: { path, neededBytes: 5_242_880, freeBytes: 1024 },
  TARGET_WRITE_FAILED: { path, errno: 'EIO' },
  TARGET_CHANGED: { path },
  RESTORE_NOT_CONFIRMED: { path },
  PARTIAL_BLOCKED: { path, conflicts: ['2 rows clash with the unique index by_name'] },
  RESTORE_PROOF_FAILED: { detail: 'root differs' },
  RESTORE_UNPROVED: { path, detail: 'page 7 is not the backup’s' },
  SAFETY_BACKUP_FAILED: { path, because: 'no space is left' },
  GUARD_COMMAND_FAILED: { database: 'market', how: 'ended with status 3' },
  GUARD_CHECK_FAILED: { database: 'market', detail: 'foreign keys: 3 broken references' },
  GUARD_ROLLBACK_FAILED: {
    database: 'market',
    file,
    because: 'another program has it open',
    target: 'The file is as the command left it.',
  },
  JOB_TIMED_OUT: { limitMs: 1_800_000 },
  JOB_CANCELLED: {},
  JOB_DIED: { how: 'signal SIGKILL' },
  JOB_UNKNOWN: { job: 'ab12' },
  WRONG_USE: { detail: 'A vault is created in one folder.' },
  POLICY_UNKNOWN: { name: 'Weekly' },
  POLICY_INVALID: { policy: 'Weekly', problems: ['its name is too long', 'it has no schedule'] },
  RUN_MISSED: {
    reason: 'not_running',
    slots: 3,
    from: '2026-11-24T06:00:00.000Z',
    to: '2026-11-26T06:00:00.000Z',
  },
  PRUNE_REFUSED: { database: 'market_data', refusal: { because: 'too_many', share: 0.42 } },
  REMOVAL_UNKNOWN: { backup: '5f1c0a52' },
  REMOVAL_ENDED: {
    file: 'daily/market_data_daily_20250129_060000.db',
    removedAt: '2026-11-27T02:00:00.000Z',
  },
  HOLD_UNKNOWN: { name: 'case 7' },
  CHANNEL_INVALID: { kind: 'webhook', problems: ['its address is no URL'] },
  CHANNEL_UNKNOWN: { channel: 'mail' },
  CHANNEL_TAKEN: { channel: 'mail' },
  CHANNEL_IN_USE: { channel: 'mail', roles: ['team_lead'] },
  CHANNELS_DAMAGED: { path: '/srv/vault/.holdfast/channels.json', problem: 'it is not JSON' },
  CHANNEL_SECRET_UNREADABLE: { channel: 'mail', reason: 'not_here' },
  CHANNEL_KEY_DAMAGED: { path: '/home/dba/.local/share/holdfast/keys/one.channels.key', sizeBytes: 0 },
  CHANNEL_UNREACHABLE: { server: 'mail.example.org:587', reason: 'refused' },
  CHANNEL_NOT_TRUSTED: { server: 'mail.example.org:587', detail: 'it has expired' },
  CHANNEL_NOT_ENCRYPTED: { server: 'mail.example.org:587' },
  MAIL_SIGN_IN_REFUSED: { server: 'mail.example.org:587', user: 'ops', answer: '535 wrong' },
  MAIL_REFUSED: { server: 'mail.example.org:587', answer: '' },
  MAIL_RECIPIENT_REFUSED: { server: 'mail.example.org:587', recipient: 'a@example.org', answer: '550 no' },
  WEBHOOK_REFUSED: { server: 'https://hooks.example.org', status: 410 },
  WEBHOOK_REDIRECTED: { server: 'https://hooks.example.org', status: 302, to: null },
  NOTIFICATION_FAILED: { reason: 'refused', detail: 'no D-Bus' },
  MESSAGE_GIVEN_UP: { tries: 1, reason: 'age', last: 'Server not reached' },
  ALERT_UNKNOWN: { alert: '5f1c' },
  ALERT_ANSWERED: {
    alert: '5f1c',
    answered: { by: 'dba on db-1', at: '2026-11-27T02:00:00.000Z' },
  },
  OBJECTIVES_UNREADABLE: { file: '/vault/.holdfast/objectives.json', problem: 'not an object' },
  ESCALATION_INVALID: { problem: 'backup_slow: nobody would ever be told' },
  ESCALATION_CHANGED: {},
  UNEXPECTED: { reference: '7F3A-19' },
}

const faults = Object.entries(cases).map(([code, facts]) => ({ code, ...facts }) as Fault)

describe('the words of faults', () => {
  it('are there for every code', () => {
    expect(Object.keys(faultWords).sort()).toEqual(Object.keys(cases).sort())
  })

  it.each(faults)('$code: a short title, whole sentences, and a neutral voice', (fault) => {
    const { title, message, unharmed, remedy } = faultText(fault)
    expect(title.length).toBeLessThanOrEqual(44)
    expect(title).toMatch(/^[A-Z].*[^.!?]$/)
    for (const sentence of [message, unharmed, remedy]) {
      if (sentence === null) continue
      expect(sentence).toMatch(/\.$/)
      expect(sentence).not.toMatch(/!|undefined|\bwe\b|\boops\b|\bplease\b|\.\.|\s\s/i)
    }
  })

  it.each(faults)('$code: says the facts of the case', (fault) => {
    const { message } = faultText(fault)
    for (const name of [
      'path',
      'file',
      'database',
      'name',
      'backup',
      'detail',
      'because',
      'how',
      'reference',
      'holder',
    ] as const) {
      const fact = (fault as unknown as Record<string, unknown>)[name]
      if (typeof fact === 'string') expect(message).toContain(fact)
    }
  })

  it('says numbers in words', () => {
    expect(
      faultText({ code: 'VAULT_FULL', path, neededBytes: 5_242_880, freeBytes: null }).message,
    ).toContain('5.00 MiB needed')
    expect(faultText({ code: 'VAULT_FULL', path, neededBytes: null, freeBytes: null }).message).not.toContain(
      'needed',
    )
    expect(faultText({ code: 'SOURCE_LOCKED', path, waitedMs: 5000 }).message).toContain('5.00 s')
    expect(faultText({ code: 'KEY_NEEDED', path, slots: ['passphrase', 'key_file'] }).remedy).toBe(
      'Unlock it with its passphrase or its key file.',
    )
  })
})
