import type { ReactNode } from 'react'

interface SettingLineProps {
  readonly title: string
  readonly says?: ReactNode
  readonly children: ReactNode
}

/** One setting: what it is, what it does, and its control. */
export function SettingLine({ title, says, children }: SettingLineProps) {
  return (
    <div className="setting">
      <div className="stack stack-tight">
        <span className="setting-title">{title}</span>
        {says !== undefined && <span className="soft small">{says}</span>}
      </div>
      <div className="setting-control">{children}</div>
    </div>
  )
}
