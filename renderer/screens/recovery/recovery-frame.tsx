import { IconChevronLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import { PageTitle } from '../../components/page-title.tsx'
import { Steps } from '../../components/steps.tsx'
import { recoverySteps } from './recovery-steps.ts'

interface RecoveryFrameProps {
  readonly at: number
  readonly sentence: ReactNode
  readonly onGo?: (step: number) => void
  readonly children: ReactNode
}

/** The wizard's frame: where it is among its seven steps, and the step itself. */
export function RecoveryFrame({ at, sentence, onGo, children }: RecoveryFrameProps) {
  return (
    <div className="page recovery">
      <Link href="/recovery" className="page-back no-print">
        <IconChevronLeft size={14} aria-hidden="true" />
        Recovery
      </Link>
      <PageTitle title="Complete recovery" sentence={sentence} />
      <div className="recovery-columns">
        <div className="no-print">
          <Steps
            words={recoverySteps}
            at={at}
            label="Steps of the recovery"
            {...(onGo === undefined ? {} : { onGo })}
          />
        </div>
        <div className="recovery-step">{children}</div>
      </div>
    </div>
  )
}
