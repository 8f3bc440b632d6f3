import type { Client } from '../../../shared/contract/contract.ts'
import type { AuditDraft, AuditEntry } from '../../../shared/domain/audit/audit-entry.ts'
import type { AuditReport } from '../../../shared/domain/audit/audit-report.ts'
import { acceptedBy } from '../../../shared/domain/audit/audit-views.ts'
import { ago, hour, idOf, minute } from './make-records.ts'
import { SampleFault } from './sample-store.ts'
import type { SceneName } from './scenes.ts'

const people = [
  { user: 'ada', uid: 1001, machine: 'dcf-db-1', by: 'window' },
  { user: 'grace', uid: 1002, machine: 'dcf-db-1', by: 'command_line' },
  { user: 'holdfast', uid: 990, machine: 'dcf-db-1', by: 'agent' },
] as const

const databases = ['market_data', 'property_data', 'economic_data', 'forecast_cache'] as const

type Said = Pick<AuditDraft, 'kind' | 'act' | 'facts' | 'result' | 'fault'>

/** What is said of the Nth operation: most are scheduled backups. */
function saidOf(n: number): Said {
  const database = databases[n % 4]!
  const job = {
    kind: 'job_result',
    facts: { database, isScheduled: true },
    result: 'done',
    fault: null,
  } as const
  if (n % 13 === 3) {
    const facts = { database, targetPath: `/srv/dcf/${database}.db`, isScheduled: false }
    return { ...job, act: 'job.restore', facts }
  }
  if (n % 11 === 5) {
    const facts = { database, backupId: idOf(2, n) }
    return { kind: 'refused', act: 'restore.start', facts, result: 'refused', fault: 'ROLE_NEEDED' }
  }
  if (n % 17 === 6) return { ...job, act: 'job.backup', result: 'failed', fault: 'SOURCE_LOCKED' }
  if (n % 7 === 1) {
    const facts = { name: 'quarter end', backupId: idOf(2, n) }
    return { kind: 'result', act: 'retention.hold', facts, result: 'done', fault: null }
  }
  return { ...job, act: n % 5 === 0 ? 'job.verify' : 'job.backup' }
}

function entryOf(n: number, count: number): AuditEntry {
  const at = ago((count - n) * 37 * minute)
  const who = people[n % 7 === 1 || n % 13 === 3 ? 0 : n % 11 === 5 ? 1 : 2]
  const own = { seq: n, at, writtenAt: null, ...who, actId: idOf(5, n) }
  if (n === 1) return { ...own, kind: 'begin', act: null, actId: null, facts: {}, result: null, fault: null }
  if (n % 100 === 0)
    return { ...own, kind: 'checkpoint', act: null, actId: null, facts: {}, result: null, fault: null }
  if (n === count - 1)
    return {
      ...own,
      kind: 'job_intent',
      act: 'job.drill',
      facts: { database: 'market_data' },
      result: null,
      fault: null,
    }
  return { ...own, ...saidOf(n) }
}

const head = 'b6d4c1c9a2e1f0735b1a47c80c7a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192'

function reportOf(entries: number, isTampered: boolean): AuditReport {
  const findings = isTampered
    ? ([
        {
          kind: 'changed',
          seq: 40,
          lastSeq: 40,
          file: '.holdfast/audit/AUDIT-00000001.jsonl',
          source: null,
        },
        {
          kind: 'cut_off',
          seq: entries + 1,
          lastSeq: entries + 12,
          file: '.holdfast/audit/AUDIT-00000001.jsonl',
          source: {
            kind: 'manifest',
            file: 'weekly/market_data_weekly_20261122_070000.db.zst.enc.manifest.json',
          },
        },
      ] as const)
    : []
  return {
    vaultId: idOf(9, 1),
    checkedAt: ago(0),
    verdict: entries === 0 ? 'empty' : isTampered ? 'tampered' : 'whole',
    entries,
    head: entries === 0 ? null : head,
    firstAt: entries === 0 ? null : ago(entries * 37 * minute),
    lastAt: entries === 0 ? null : ago(minute),
    isKeyed: true,
    fingerprint: head.split('').toReversed().join(''),
    findings,
    findingCount: findings.length,
    unfinished: [],
    unfinishedCount: entries === 0 ? 0 : 1,
    tornCount: 0,
    isEndOpen: false,
    checkpoints: Math.floor(entries / 100),
    marks: { manifests: entries === 0 ? 0 : 31, machine: entries === 0 ? 0 : 1 },
    elsewhere: [],
  }
}

const countsOfScenes: Partial<Record<SceneName, number>> = { many: 10_000, empty: 0 }

/** Answers `audit` from memory: whole everywhere but in the scene `mixed`, whose log was changed. */
export function sampleAudit(name: SceneName): Client['audit'] {
  const count = countsOfScenes[name] ?? 230
  const entries = Array.from({ length: count }, (_, n) => entryOf(count - n, count))
  const report = reportOf(count, name === 'mixed')
  let verified: AuditReport | null =
    name === 'proved' ? { ...report, checkedAt: ago(26 * hour) } : name === 'mixed' ? report : null
  return {
    list: async ({ before, limit = 200, ...filter }) => {
      const asked = entries
        .filter(({ seq }) => before === undefined || seq < before)
        .filter(acceptedBy(filter))
      const page = asked.slice(0, limit)
      return { entries: page, before: asked.length > limit ? (page.at(-1)?.seq ?? null) : null }
    },
    verify: async () => (verified = { ...report, checkedAt: new Date().toISOString() }),
    verified: async () => verified,
    export: async ({ toPath }) => {
      if (toPath.startsWith('/root')) {
        throw new SampleFault({ code: 'EXPORT_FAILED', path: toPath, errno: 'EACCES' })
      }
      const files = ['AUDIT-00000001.jsonl', 'checkpoint.json', 'verify-audit.mjs', 'README.txt']
      return { folder: toPath, entries: count, files, sizeBytes: count * 612 }
    },
  }
}
