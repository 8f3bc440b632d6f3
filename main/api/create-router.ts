import { accessApi } from './access-api.ts'
import { alertsApi, healthApi } from './alerts-api.ts'
import { archivesApi } from './archives-api.ts'
import { auditApi } from './audit-api.ts'
import { backupsApi } from './backups-api.ts'
import { channelsApi } from './channels-api.ts'
import { compareApi } from './compare-api.ts'
import { complianceApi } from './compliance-api.ts'
import { databasesApi } from './databases-api.ts'
import { drillsApi } from './drills-api.ts'
import { guardApi } from './guard-api.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'
import { jobsApi } from './jobs-api.ts'
import { keysApi } from './keys-api.ts'
import { kitApi } from './kit-api.ts'
import { objectivesApi } from './objectives-api.ts'
import { policiesApi } from './policies-api.ts'
import { schedulesApi } from './schedules-api.ts'
import { pointsApi } from './points-api.ts'
import { lookApi } from './look-api.ts'
import { partialApi } from './partial-api.ts'
import { restoreApi } from './restore-api.ts'
import { retentionApi } from './retention-api.ts'
import { systemApi } from './system-api.ts'
import { timelineApi } from './timeline-api.ts'
import { vaultApi } from './vault-api.ts'

/** The whole contract, answered. Transports serve it; its context is the caller's role. */
export function createRouter(around: ApiSurroundings) {
  return guarded.router({
    system: systemApi(around),
    vault: vaultApi(around),
    access: accessApi(around),
    databases: databasesApi(around),
    backups: backupsApi(around),
    points: pointsApi(around),
    restore: restoreApi(around),
    look: lookApi(around),
    compare: compareApi(around),
    partial: partialApi(around),
    policies: policiesApi(around),
    schedules: schedulesApi(around),
    guard: guardApi(around),
    retention: retentionApi(around),
    timeline: timelineApi(around),
    archives: archivesApi(around),
    drills: drillsApi(around),
    health: healthApi(around),
    alerts: alertsApi(around),
    objectives: objectivesApi(around),
    channels: channelsApi(around),
    keys: keysApi(around),
    kit: kitApi(around),
    jobs: jobsApi(around),
    audit: auditApi(around),
    compliance: complianceApi(around),
  })
}

/** The router's type, for those who serve it. */
export type Router = ReturnType<typeof createRouter>
