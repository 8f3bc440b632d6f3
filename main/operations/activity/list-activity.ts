import type { Page } from '../../../shared/domain/page.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import type { HistoryQuery } from '../catalog/history-rows.ts'
import type { OperationsContext } from '../operations-context.ts'

/** Part of the history of operations, newest first. */
export function listActivity(context: OperationsContext, query: HistoryQuery): Page<ActivityEntry> {
  return context.session.known().catalog.history.page(query)
}
