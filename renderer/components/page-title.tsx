import type { ReactNode } from 'react'

interface PageTitleProps {
  readonly title: string
  /** The page's one sentence: state before action. */
  readonly sentence?: ReactNode
  readonly actions?: ReactNode
}

/** A page's title line: its name, its one sentence, what can be done. */
export function PageTitle({ title, sentence, actions }: PageTitleProps) {
  return (
    <header className="page-title">
      <h1>{title}</h1>
      {sentence !== undefined && <div className="page-sentence">{sentence}</div>}
      {actions !== undefined && <div className="page-actions no-print">{actions}</div>}
    </header>
  )
}
