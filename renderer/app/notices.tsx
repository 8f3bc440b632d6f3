import { notifications } from '@mantine/notifications'

import type { Fault } from '../../shared/domain/fault.ts'
import type { JobView } from '../../shared/domain/job.ts'
import { errorWords } from '../text/error-words.ts'
import { readFault } from '../state/read-fault.ts'
import { doneSentence } from '../text/job-words.ts'

function showFailure(title: string, fault: Fault | null): void {
  const words = errorWords(fault)
  notifications.show({
    color: 'red',
    autoClose: false,
    withBorder: true,
    title,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <>
        <div>{words.message}</div>
        <div>{words.remedy}</div>
      </>
    ),
  })
}

/** Says that an action was refused or failed. Stays until it is closed. */
export function noticeFailure(error: unknown): void {
  const fault = readFault(error)
  showFailure(errorWords(fault).title, fault)
}

/** Says that a job failed. Stays until it is closed. */
export function noticeFailedJob(what: string, fault: Fault | null): void {
  showFailure(what, fault)
}

/** The jobs that the open notice tells of. */
let toldOf: readonly JobView[] = []

/** Says that jobs are done: all that end while it is shown in one notice. Goes by itself. */
export function noticeDone(jobs: readonly JobView[]): void {
  const isOpen = toldOf.length > 0
  toldOf = [...toldOf, ...jobs]
  const notice = {
    id: 'jobs-done',
    color: 'sea',
    withBorder: true,
    // Another time begins the wait anew, so that the last job is told of as long as the first.
    autoClose: 6000 + toldOf.length,
    message: doneSentence(toldOf),
    closeButtonProps: { 'aria-label': 'Close' },
    onClose: () => {
      toldOf = []
    },
  }
  if (isOpen) notifications.update(notice)
  else notifications.show(notice)
}
