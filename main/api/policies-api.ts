import { applyPolicy } from '../operations/policies/apply-policy.ts'
import { cronView, listPolicies } from '../operations/policies/list-policies.ts'
import { exportPolicies, importPolicies } from '../operations/policies/policy-file.ts'
import { enablePolicy, removePolicy, savePolicy } from '../operations/policies/save-policy.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `policies`: how databases are protected by themselves. */
export function policiesApi({ operations }: ApiSurroundings) {
  const { policies } = guarded
  return {
    list: policies.list.handler(() => listPolicies(operations)),
    explainCron: policies.explainCron.handler(({ input }) =>
      cronView(operations, input.cron, input.timeZone),
    ),
    save: policies.save.handler(({ input }) => savePolicy(operations, input.draft, input.policyId)),
    enable: policies.enable.handler(({ input }) => enablePolicy(operations, input.policyId, input.isEnabled)),
    remove: policies.remove.handler(({ input }) => removePolicy(operations, input.policyId)),
    apply: policies.apply.handler(({ input }) => applyPolicy(operations, input.policyId, input.databaseIds)),
    exportFile: policies.exportFile.handler(() => exportPolicies(operations)),
    importFile: policies.importFile.handler(({ input }) => importPolicies(operations, input.text)),
  }
}
