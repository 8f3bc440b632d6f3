import type { Fault } from '../../shared/domain/fault.ts'

/** The fault that an error from the client carries; null where the host gave none (it is gone, or hides a defect). */
export function readFault(error: unknown): Fault | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, data } = error as { code?: unknown; data?: unknown }
  if (code !== 'FAULT' || typeof data !== 'object' || data === null) return null
  return typeof (data as { code?: unknown }).code === 'string' ? (data as Fault) : null
}
