import { ActionIcon, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface CopyableProps {
  /** What lands on the clipboard. */
  readonly text: string
  /** What it is: `Copy the path`. */
  readonly what: string
  readonly children?: ReactNode
}

/** A value with a small button that copies its exact form. */
export function Copyable({ text, what, children }: CopyableProps) {
  return (
    <span className="copyable">
      {children ?? <span className="mono">{text}</span>}
      <CopyButton value={text} timeout={1200}>
        {({ copied, copy }) => (
          <ActionIcon
            size={22}
            onClick={copy}
            aria-label={copied ? 'Copied' : `Copy ${what}`}
            title={`Copy ${what}`}
          >
            {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  )
}
