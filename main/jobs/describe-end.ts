/** How a process ended, as its parent sees it. One of the two is null. */
export interface ProcessEnd {
  readonly exitCode: number | null
  readonly signal: string | null
}

const signalWords: Readonly<Record<string, string>> = {
  SIGKILL: 'it was killed, by a person or by the system when memory ran out',
  SIGTERM: 'it was told to end by another program',
  SIGSEGV: 'it crashed on a memory error',
  SIGBUS: 'it crashed reading a file that was cut short or whose medium failed',
  SIGABRT: 'it stopped itself on an internal error, often for want of memory',
  SIGILL: 'it crashed on an instruction that this processor does not have',
  SIGXFSZ: 'it reached the file size limit of its user',
  SIGXCPU: 'it reached the processor time limit of its user',
}

/** Windows reports crashes as exit codes; see NTSTATUS values. */
const exitCodeWords: Readonly<Record<number, string>> = {
  3221225477: 'it crashed on a memory error',
  3221226505: 'it stopped itself on an internal error',
  3221225725: 'it ran out of stack',
  134: 'it stopped itself on an internal error, often for want of memory',
}

/** Says in words how a process ended that gave no answer: the `how` of JOB_DIED. */
export function describeEnd(end: ProcessEnd): string {
  if (end.signal !== null) {
    return `${signalWords[end.signal] ?? 'it was ended by a signal'} (signal ${end.signal})`
  }
  if (end.exitCode === null) return 'it ended without saying how'
  return `${exitCodeWords[end.exitCode] ?? 'it ended without an answer'} (exit code ${end.exitCode})`
}
