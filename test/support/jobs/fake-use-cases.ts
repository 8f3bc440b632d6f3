import { setTimeout as sleep } from 'node:timers/promises'

import type { BackupOutcome, BackupRequest, Ports } from '../../../main/engine/engine.ts'
import type { JobOrder } from '../../../main/jobs/job-messages.ts'
import type { UseCases } from '../../../main/jobs/use-cases.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import type { CheckOutcome, Validation } from '../../../shared/domain/validation.ts'

/** What a fake job does; it travels as the order's `database`. */
export type Behaviour =
  | 'finish'
  | 'finish-late'
  | 'fail'
  | 'throw'
  | 'flood'
  | 'clear-up-on-cancel'
  | 'finish-in-spite-of-cancel'
  | 'ignore-cancel'
  | 'report-environment'
  | 'throw-outside'
  | 'kill-9'
  | 'abort'
  | 'exit-quietly'

/** An order whose job behaves like that. `folder` is where it leaves marks. */
export function fakeOrder(behaviour: Behaviour, folder = '/nowhere'): Extract<JobOrder, { kind: 'backup' }> {
  return {
    kind: 'backup',
    request: {
      vault: { folder, vaultId: 'v', vaultKey: 'c2VjcmV0IGtleSBvZiB0aGUgdmF1bHQ=' },
      databaseId: 'd',
      database: behaviour,
      sourcePath: '/nowhere/source.db',
      type: 'full',
      label: 'manual',
      stored: { compression: 'zstd', encryption: 'aes-256-gcm' },
      compressionLevel: 3,
      threads: 1,
      fingerprintLimitBytes: 0,
      fullCheckLimitBytes: 0,
      lockWaitMs: 0,
    },
  }
}

const noCheck: CheckOutcome = { status: 'passed', detail: '', durationMs: 0 }
const noChecks: Validation['checks'] = {
  file_accessibility: noCheck,
  database_readable: noCheck,
  schema_integrity: noCheck,
  data_consistency: noCheck,
  checksum_match: noCheck,
}

/** A restore that ignores its cancel, as one whose copy is committed does. */
export function fakeRestoreOrder(): Extract<JobOrder, { kind: 'restore' }> {
  const { vault, databaseId, database, threads, lockWaitMs } = fakeOrder('finish').request
  return {
    kind: 'restore',
    request: {
      vault,
      databaseId,
      database,
      threads,
      lockWaitMs,
      manifestFile: 'manual/finish.db.manifest.json',
      targetPath: '/nowhere/target.db',
      method: 'in_place',
      safetyBackup: null,
      expectedTarget: null,
      lastValidation: { status: 'passed', checkedAt: '', integrity: null, checks: noChecks },
    },
  }
}

/** The same for bringing rows back. */
export function fakePartialOrder(): Extract<JobOrder, { kind: 'partial_restore' }> {
  const { vault, databaseId, database, threads, lockWaitMs } = fakeOrder('finish').request
  return {
    kind: 'partial_restore',
    request: {
      vault,
      databaseId,
      database,
      threads,
      lockWaitMs,
      manifestFile: 'manual/finish.db.manifest.json',
      imageFile: '/nowhere/image.db',
      livePath: '/nowhere/target.db',
      selections: [],
      mark: '',
      safetyBackup: null,
    },
  }
}

/** The outcome that fake jobs end with: `says` comes back as the moment since which nothing changed. */
export const outcomeSaying = (says: string): BackupOutcome => ({
  kind: 'no_changes_required',
  observed: null,
  observedAt: '2026-11-23T07:00:00.000Z',
  unchangedSince: says,
})

const never = (): Promise<never> => new Promise((_resolve, _reject) => setInterval(() => undefined, 1000))

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  )

interface FakeRun {
  readonly ports: Ports
  readonly request: BackupRequest
  readonly signal: AbortSignal
  readonly progress: (doneBytes: number) => void
}

const behaviours: { readonly [B in Behaviour]: (run: FakeRun) => Promise<BackupOutcome> } = {
  async finish({ ports, request, progress }) {
    ports.logger.info('fake.ran', { database: request.database })
    progress(1000)
    return outcomeSaying(request.vault.vaultKey ?? 'no key')
  },
  async 'finish-late'({ progress }) {
    progress(1)
    await sleep(1500)
    return outcomeSaying('late')
  },
  fail: ({ request }) => Promise.reject(new FaultError({ code: 'SOURCE_MISSING', path: request.sourcePath })),
  throw: () => Promise.reject(new TypeError('a secret detail')),
  async flood({ progress }) {
    for (let n = 0; n <= 20_000; n += 1) {
      progress(n)
      if (n % 50 === 0) await sleep(1)
    }
    return outcomeSaying('flooded')
  },
  async 'clear-up-on-cancel'({ ports, signal, progress }) {
    progress(1)
    await untilAborted(signal)
    ports.logger.info('fake.cleared-up')
    throw signal.reason as Error
  },
  async 'finish-in-spite-of-cancel'({ signal, progress }) {
    progress(1)
    await untilAborted(signal)
    return outcomeSaying('done all the same')
  },
  'ignore-cancel'({ progress }) {
    progress(1)
    return never()
  },
  'report-environment': async () =>
    outcomeSaying(JSON.stringify({ env: process.env, argv: process.argv, execArgv: process.execArgv })),
  'throw-outside'() {
    setImmediate(() => {
      throw new RangeError('outside of every promise')
    })
    return never()
  },
  async 'kill-9'({ progress }) {
    progress(1)
    await sleep(50)
    process.kill(process.pid, 'SIGKILL')
    return never()
  },
  abort: () => process.abort(),
  'exit-quietly': () => process.exit(7),
}

/** Use cases that need no database: each does what its order's name says. */
export const fakeUseCases: UseCases = {
  backup: (ports, request, run) =>
    behaviours[request.database as Behaviour]({
      ports,
      request,
      signal: run.signal,
      progress: (doneBytes) => run.onProgress({ step: 'reading pages', doneBytes, totalBytes: 1000 }),
    }),
  verify: () => Promise.reject(new Error('not faked')),
  drill: () => Promise.reject(new Error('not faked')),
  prove_detection: () => Promise.reject(new Error('not faked')),
  merge: () => Promise.reject(new Error('not faked')),
  schema_copy: () => Promise.reject(new Error('not faked')),
  system_backup: () => Promise.reject(new Error('not faked')),
  system_verify: () => Promise.reject(new Error('not faked')),
  system_restore: () => Promise.reject(new Error('not faked')),
  partial_preview: () => Promise.reject(new Error('not faked')),
  partial_rows: () => Promise.reject(new Error('not faked')),
  partial_restore: (_ports, _request, run) => {
    run.onProgress({ step: 'committing', doneBytes: 0, totalBytes: null })
    return never()
  },
  restore: (_ports, _request, run) => {
    run.onProgress({ step: 'replacing in place', doneBytes: 1, totalBytes: 1000 })
    return never()
  },
  look: () => Promise.reject(new Error('not faked')),
  compare: () => Promise.reject(new Error('not faked')),
  check_change: () => Promise.reject(new Error('not faked')),
}
