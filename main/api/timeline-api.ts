import { previewCleanUp, tellFate } from '../operations/timeline/preview-clean-up.ts'
import { listLanes, viewTimeline } from '../operations/timeline/view-timeline.ts'
import { guarded } from './guarded.ts'
import type { ApiSurroundings } from './host-doors.ts'

/** Answers `timeline`: every backup by time, how long it is kept, and what the next clean-up removes. */
export function timelineApi({ operations }: ApiSurroundings) {
  const { timeline } = guarded
  return {
    lanes: timeline.lanes.handler(() => listLanes(operations)),
    view: timeline.view.handler(({ input }) => viewTimeline(operations, input)),
    preview: timeline.preview.handler(({ input }) => previewCleanUp(operations, input.databaseId)),
    fate: timeline.fate.handler(({ input }) => tellFate(operations, input.backupId)),
  }
}
