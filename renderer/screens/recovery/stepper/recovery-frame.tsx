import { IconChevronLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import { PageTitle } from '../../../components/page-title.tsx'
import { Steps } from '../../../components/steps.tsx'
import {
  choosingStepAt,
  type RecoveryScenario,
  type StartedStep,
  stepNumber,
  stepWords,
} from './recovery-scenario.ts'

interface RecoveryFrameProps<Name extends string> {
  readonly scenario: RecoveryScenario<Name>
  readonly at: Name | StartedStep
  readonly sentence: ReactNode
  /** Back to a step in which something is chosen. Left out: there is no way back any more. */
  readonly onGo?: (step: Name) => void
  readonly children: ReactNode
}

/** A wizard's frame: where it is among its steps, and the step itself. */
export function RecoveryFrame<Name extends string>(props: RecoveryFrameProps<Name>) {
  const { scenario, at, sentence, onGo, children } = props
  const goTo = (number: number): void => {
    const step = choosingStepAt(scenario, number)
    if (step !== undefined) onGo?.(step)
  }
  return (
    <div className="page recovery">
      <Link href="/recovery" className="page-back no-print">
        <IconChevronLeft size={14} aria-hidden="true" />
        Recovery
      </Link>
      <PageTitle title={scenario.title} sentence={sentence} />
      <div className="recovery-columns">
        <div className="no-print">
          <Steps
            words={stepWords(scenario)}
            at={stepNumber(scenario, at)}
            label="Steps of the recovery"
            {...(onGo === undefined ? {} : { onGo: goTo })}
          />
        </div>
        <div className="recovery-step">{children}</div>
      </div>
    </div>
  )
}
