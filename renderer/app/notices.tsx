import { notifications } from '@mantine/notifications'

import type { Fault } from '../../shared/domain/fault.ts'
import { errorWords } from '../text/error-words.ts'
import { readFault } from '../state/read-fault.ts'

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

/** Says that something is done. Goes by itself. */
export function noticeDone(message: string): void {
  notifications.show({ color: 'sea', withBorder: true, message, closeButtonProps: { 'aria-label': 'Close' } })
}
