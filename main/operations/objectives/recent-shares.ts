import { rpoShares, rpoTeeth, type RpoShares } from '../../../shared/domain/objectives/achieved-rpo.ts'
import { shareDays } from '../../../shared/domain/objectives/objective-views.ts'
import { provedStates } from '../../../shared/domain/objectives/proved-states.ts'
import type { EvidenceRow, HeldRow, ProvedRow } from '../catalog/objective-rows.ts'
import { yieldToOthers } from '../timeline/yield-to-others.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { teethOf } from './teeth-of.ts'
import { provedEvidence, type ProvedEvidence } from './proved-evidence.ts'

/** What a share is told of. */
export interface SharedOf {
  readonly databaseId: string
  readonly registeredAtMs: number
  readonly rpoMs: number
}

const msPerDay = 86_400_000
/** A state from before the span counts in it: of a monthly schedule it is found within this. */
const daysBefore = 32
const daysAtOnce = 4
const betweenYields = 500

type OfEach<T> = Map<string, T[]>

function putTo<T extends { readonly databaseId: string }>(byDatabase: OfEach<T>, rows: readonly T[]): void {
  for (const row of rows) {
    const there = byDatabase.get(row.databaseId)
    if (there === undefined) byDatabase.set(row.databaseId, [row])
    else there.push(row)
  }
}

/** Read in parts: other work goes first in between. */
async function readEvidence(
  { catalog }: OpenVault,
  fromMs: number,
  nowMs: number,
): Promise<{ readonly history: OfEach<EvidenceRow>; readonly backups: OfEach<HeldRow> }> {
  const history: OfEach<EvidenceRow> = new Map()
  const backups: OfEach<HeldRow> = new Map()
  const stepMs = daysAtOnce * msPerDay
  for (let partMs = fromMs; partMs <= nowMs; partMs += stepMs) {
    const [from, to] = [new Date(partMs).toISOString(), new Date(partMs + stepMs).toISOString()]
    putTo(history, catalog.objectives.evidenceBetween(from, to))
    putTo(backups, catalog.objectives.heldBetween(from, to))
    await yieldToOthers()
  }
  return { history, backups }
}

/** What is proved now and was taken before anything that was read. */
function withOld(evidence: ProvedEvidence, row: ProvedRow | undefined, readFromMs: number): ProvedEvidence {
  if (row === undefined || row.backupId === null || row.provedAt === null) return evidence
  const { backupId } = row
  const atMs = Date.parse(row.provedAt)
  if (atMs >= readFromMs) return evidence
  return {
    held: [...evidence.held, { backupId, atMs, knownAtMs: atMs }],
    findings: [...evidence.findings, { backupId, atMs, found: 'validation_passed' }],
  }
}

/** Whether something was found bad that others may need: then chains are looked at, and those are few. */
function isChainInDoubt(
  { findings }: ProvedEvidence,
  backups: readonly HeldRow[],
  row: ProvedRow | undefined,
): boolean {
  if (row?.isDoubtful === 1) return true
  return (
    backups.some(({ type }) => type !== 'full') &&
    (backups.some(({ status, concludedVerdict }) => status !== 'passed' || concludedVerdict === 'failed') ||
      findings.some(({ isDamage }) => isDamage === true))
  )
}

/**
 * The shares of the last 30 days of many databases, by their ids. Reads what two months say of all of them together; a state that is
 * older than that counts where it still is the newest.
 */
export async function recentShares(
  vault: OpenVault,
  nowMs: number,
  asked: readonly SharedOf[],
  proved: ReadonlyMap<string, ProvedRow>,
): Promise<ReadonlyMap<string, RpoShares>> {
  const shares = new Map<string, RpoShares>()
  if (asked.length === 0) return shares
  const readFromMs = nowMs - (shareDays + daysBefore) * msPerDay
  const { history, backups } = await readEvidence(vault, readFromMs, nowMs)
  const spanMs = shareDays * msPerDay
  for (const [n, { databaseId, registeredAtMs, rpoMs }] of asked.entries()) {
    if (n % betweenYields === betweenYields - 1) await yieldToOthers()
    const row = proved.get(databaseId)
    const rows = [history.get(databaseId) ?? [], backups.get(databaseId) ?? []] as const
    const evidence = withOld(provedEvidence(...rows, { nowMs, isKept: null }), row, readFromMs)
    const fromMs = Math.min(nowMs, Math.max(nowMs - spanMs, registeredAtMs))
    const teeth = isChainInDoubt(evidence, rows[1], row)
      ? teethOf(vault, databaseId, { fromMs, toMs: nowMs }, nowMs)
      : rpoTeeth(provedStates(evidence.held, evidence.findings), fromMs, nowMs)
    const found = rpoShares(teeth, rpoMs, fromMs - (nowMs - spanMs))
    if (found !== null) shares.set(databaseId, found)
  }
  return shares
}
