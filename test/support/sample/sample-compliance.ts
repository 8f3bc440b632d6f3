import type { Client } from '../../../shared/contract/contract.ts'
import { judgeCompliance } from '../../../shared/domain/compliance/judge-compliance.ts'

/** Answers `compliance` from memory: a vault without a database, of which nothing can be said. */
export function sampleCompliance(): Client['compliance'] {
  return {
    report: async () =>
      judgeCompliance({
        vaultId: '0b6f1c8e-6c1f-4d0e-9a57-3a7d8f2c1e90',
        vault: 'backups',
        now: new Date().toISOString(),
        isEncrypted: true,
        audit: { state: 'not_known', detail: null },
        databases: [],
      }),
  }
}
