import type { RunContext, VerifyOutcome, VerifyRequest } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'

/** Checks a stored backup. A damaged one is an outcome, not an error. */
export function verifyBackup(
  _ports: Ports,
  _request: VerifyRequest,
  _run: RunContext,
): Promise<VerifyOutcome> {
  return Promise.reject(new Error('not built yet'))
}
