import { acknowledgeAlert } from '../operations/monitoring/acknowledge-alert.ts'
import { changeEscalation } from '../operations/monitoring/escalation-of.ts'
import { countAlerts, listAlerts, listMessages } from '../operations/monitoring/list-alerts.ts'
import { listHealthHistory, reportHealth } from '../operations/monitoring/report-health.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `health`: what is wrong with the vault, now and before. */
export function healthApi({ operations }: ApiSurroundings) {
  const { health } = guarded
  return {
    report: health.report.handler(() => reportHealth(operations)),
    history: health.history.handler(({ input }) => listHealthHistory(operations, input.limit)),
  }
}

/** Answers `alerts`: who was told of what, and who took it on. */
export function alertsApi({ operations }: ApiSurroundings) {
  const { alerts } = guarded
  return {
    list: alerts.list.handler(({ input }) => listAlerts(operations, { page: input })),
    count: alerts.count.handler(() => countAlerts(operations)),
    acknowledge: alerts.acknowledge.handler(async ({ input }) => {
      await acknowledgeAlert(operations, input.alertId, input.note)
    }),
    messages: alerts.messages.handler(({ input }) => listMessages(operations, input.limit)),
    saveEscalation: alerts.saveEscalation.handler(async ({ input }) => {
      await changeEscalation(operations, input.escalation, input.revision)
    }),
  }
}
