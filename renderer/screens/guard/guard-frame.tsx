import { IconChevronLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import { PageTitle } from '../../components/page-title.tsx'
import { Steps } from '../../components/steps.tsx'
import { guardSteps } from '../../text/guard-words.ts'

interface GuardFrameProps {
  readonly databaseId: string
  /** Empty while it is not known. */
  readonly name: string
  /** From 0, among `guardSteps`. */
  readonly at: number
  readonly sentence: ReactNode
  readonly children: ReactNode
}

/** The frame of a guarded change: which database, where it is among its steps, and the step itself. */
export function GuardFrame({ databaseId, name, at, sentence, children }: GuardFrameProps) {
  return (
    <div className="page recovery">
      <Link href={`/database/${databaseId}`} className="page-back no-print">
        <IconChevronLeft size={14} aria-hidden="true" />
        {name === '' ? 'Database' : name}
      </Link>
      <PageTitle title={`Guard a change${name === '' ? '' : ` of ${name}`}`} sentence={sentence} />
      <div className="recovery-columns">
        <div className="no-print">
          <Steps words={guardSteps} at={at} label="Steps of the guarded change" />
        </div>
        <div className="recovery-step">{children}</div>
      </div>
    </div>
  )
}
