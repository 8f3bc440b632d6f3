import { Button } from '@mantine/core'
import type { ReactNode } from 'react'

interface StepFootProps {
  /** What the step leads to, or what it leaves. */
  readonly note: ReactNode
  /** Back to the step before. Left out: there is none. */
  readonly onBack?: (() => void) | undefined
  readonly children: ReactNode
}

/** The foot of a step: what comes of it, the way back, the way on. */
export function StepFoot({ note, onBack, children }: StepFootProps) {
  return (
    <div className="step-foot no-print">
      <p>{note}</p>
      {onBack !== undefined && (
        <Button variant="default" size="sm" onClick={onBack}>
          Back
        </Button>
      )}
      {children}
    </div>
  )
}
