import type { JobView } from '../../../shared/domain/job.ts'
import { formatBytes, formatSpeed } from '../../../shared/domain/words/format-bytes.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import type { ChangeBus } from '../../operations/changes/change-bus.ts'
import type { Terminal } from '../terminal.ts'
import { printable } from './print-table.ts'

const everyMs = 200
const everyMsInLog = 5000

function wordsOf(job: JobView): string {
  const { step, doneBytes, totalBytes } = job.progress
  const of = totalBytes === null ? '' : ` of ${formatBytes(totalBytes)}`
  const speed = job.bytesPerSecond === null ? '' : `, ${formatSpeed(job.bytesPerSecond)}`
  const left = job.timeLeftMs === null ? '' : `, ${formatDuration(job.timeLeftMs)} left`
  return `${printable(job.database)}: ${step} ${formatBytes(doneBytes)}${of}${speed}${left}`
}

/**
 * Shows on standard error what runs: one line that is rewritten on a terminal, a line every few seconds elsewhere. Returns what ends it and
 * leaves the line empty.
 */
export function showProgress(terminal: Terminal, changes: ChangeBus, now: () => number): () => void {
  const running = new Map<string, JobView>()
  const restMs = terminal.isErrTty ? everyMs : everyMsInLog
  let shownAt = now()
  let hasLine = false
  const show = (): void => {
    if (now() - shownAt < restMs) return
    shownAt = now()
    const jobs = [...running.values()]
    if (jobs.length === 0) return
    const others = jobs.length > 1 ? ` (and ${jobs.length - 1} more)` : ''
    const line = `${wordsOf(jobs[0]!)}${others}`
    if (!terminal.isErrTty) return terminal.err(`${line}\n`)
    hasLine = true
    terminal.err(`\r\u001B[K${line.slice(0, Math.max(20, (terminal.columns || 80) - 1))}`)
  }
  const stop = changes.listen((change) => {
    if (change.topic !== 'jobs') return
    for (const job of change.jobs) {
      if (job.state === 'running') running.set(job.id, job)
      else running.delete(job.id)
    }
    show()
  })
  return () => {
    stop()
    if (hasLine) terminal.err('\r\u001B[K')
    hasLine = false
  }
}
