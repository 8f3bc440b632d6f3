import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconInfoCircle,
  IconSquareXFilled,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'

const icons = {
  failed: IconSquareXFilled,
  risk: IconAlertTriangleFilled,
  good: IconCircleCheckFilled,
  plain: IconInfoCircle,
}

interface NoticeProps {
  readonly kind: keyof typeof icons
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** A statement that matters here, with what can be done about it. */
export function Notice({ kind, title, children, actions }: NoticeProps) {
  const Icon = icons[kind]
  return (
    <div className={`notice kind-${kind}`} role={kind === 'failed' ? 'alert' : 'note'}>
      <Icon size={18} aria-hidden="true" />
      <div className="notice-text">
        <div className="notice-title">{title}</div>
        {children}
      </div>
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  )
}
