import type { ContractRouterClient } from '@orpc/contract'

import { accessContract } from './access-contract.ts'
import { alertsContract, healthContract } from './alerts-contract.ts'
import { archivesContract } from './archives-contract.ts'
import { auditContract } from './audit-contract.ts'
import { complianceContract } from './compliance-contract.ts'
import { backupsContract, restoreContract } from './backups-contract.ts'
import { channelsContract } from './channels-contract.ts'
import { compareContract } from './compare-contract.ts'
import { databasesContract } from './databases-contract.ts'
import { drillsContract } from './drills-contract.ts'
import { guardContract } from './guard-contract.ts'
import { jobsContract } from './jobs-contract.ts'
import { keysContract } from './keys-contract.ts'
import { kitContract } from './kit-contract.ts'
import { objectivesContract } from './objectives-contract.ts'
import { pointsContract } from './points-contract.ts'
import { lookContract } from './look-contract.ts'
import { partialContract } from './partial-contract.ts'
import { policiesContract } from './policies-contract.ts'
import { schedulesContract } from './schedules-contract.ts'
import { retentionContract } from './retention-contract.ts'
import { systemContract } from './system-contract.ts'
import { timelineContract } from './timeline-contract.ts'
import { vaultContract } from './vault-contract.ts'

/** Raised with every change that an older window could not talk to. */
export const contractVersion = 1

/** Everything the window can ask. One contract, every transport. */
export const contract = {
  system: systemContract,
  vault: vaultContract,
  access: accessContract,
  databases: databasesContract,
  backups: backupsContract,
  points: pointsContract,
  restore: restoreContract,
  look: lookContract,
  compare: compareContract,
  partial: partialContract,
  policies: policiesContract,
  schedules: schedulesContract,
  guard: guardContract,
  retention: retentionContract,
  timeline: timelineContract,
  archives: archivesContract,
  drills: drillsContract,
  health: healthContract,
  alerts: alertsContract,
  objectives: objectivesContract,
  channels: channelsContract,
  keys: keysContract,
  kit: kitContract,
  jobs: jobsContract,
  audit: auditContract,
  compliance: complianceContract,
}

/** A client of the contract, over whatever link. */
export type Client = ContractRouterClient<typeof contract>
