import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** What a view says when it has nothing to show, and how that changes. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className="empty">
      <div className="empty-title">{title}</div>
      {children !== undefined && <div className="soft">{children}</div>}
      {actions !== undefined && <div className="row row-wrap">{actions}</div>}
    </div>
  )
}
