import type { Logger } from '../../../main/engine/engine.ts'

/** One line that was logged. */
export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly event: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** A logger that keeps every line for the test to look at. */
export function recordingLogger(): Logger & { readonly lines: LoggedLine[] } {
  const lines: LoggedLine[] = []
  const at =
    (level: LoggedLine['level']) =>
    (event: string, facts: Readonly<Record<string, unknown>> = {}): void =>
      void lines.push({ level, event, facts })
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}
