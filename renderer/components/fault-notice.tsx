import { Button } from '@mantine/core'
import type { ReactNode } from 'react'

import type { Fault } from '../../shared/domain/fault.ts'
import { errorWords } from '../text/error-words.ts'
import { Notice } from './notice.tsx'

interface FaultNoticeProps {
  /** Null: the request failed without a fault of its own. */
  readonly fault: Fault | null
  readonly onRetry?: (() => void) | undefined
  readonly actions?: ReactNode
}

/** A failure in full: what happened, what was not harmed, what to do next, and the offer to do it. */
export function FaultNotice({ fault, onRetry, actions }: FaultNoticeProps) {
  const words = errorWords(fault)
  return (
    <Notice
      kind="failed"
      title={words.title}
      actions={
        <>
          {actions}
          {onRetry !== undefined && (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
        </>
      }
    >
      <p>{words.message}</p>
      {words.unharmed !== null && <p className="soft">{words.unharmed}</p>}
      <p>{words.remedy}</p>
    </Notice>
  )
}
