import type { Fault } from '../fault.ts'

/** Whether a restore that ended with this fault may have replaced its target: a person has to look before operations go on. */
export function leavesTargetUnsure(fault: Fault | undefined): boolean {
  return fault?.code === 'RESTORE_UNPROVED' || fault?.code === 'JOB_DIED'
}
