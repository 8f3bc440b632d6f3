import { assertNever } from '../../shared/base/assert-never.ts'
import type { Ports, RunContext } from '../engine/engine.ts'
import type { JobOrder, OutcomeOf } from './job-messages.ts'

/** The order of one kind. */
export type OrderOf<K extends JobOrder['kind']> = Extract<JobOrder, { kind: K }>

/** One engine use case as a job runs it: resolves with the outcome, throws FaultError for what was expected. */
export type UseCase<K extends JobOrder['kind']> = (
  ports: Ports,
  request: OrderOf<K>['request'],
  run: RunContext,
) => Promise<OutcomeOf[K]>

/** What a job process can do, by the order's kind. */
export type UseCases = { readonly [K in JobOrder['kind']]: UseCase<K> }

/** Runs the use case that an order names. */
export function runOrder(
  useCases: UseCases,
  ports: Ports,
  order: JobOrder,
  run: RunContext,
): Promise<OutcomeOf[JobOrder['kind']]> {
  switch (order.kind) {
    case 'backup':
      return useCases.backup(ports, order.request, run)
    case 'verify':
      return useCases.verify(ports, order.request, run)
    case 'restore':
      return useCases.restore(ports, order.request, run)
    case 'drill':
      return useCases.drill(ports, order.request, run)
    case 'prove_detection':
      return useCases.prove_detection(ports, order.request, run)
    case 'merge':
      return useCases.merge(ports, order.request, run)
    case 'schema_copy':
      return useCases.schema_copy(ports, order.request, run)
    case 'partial_preview':
      return useCases.partial_preview(ports, order.request, run)
    case 'partial_rows':
      return useCases.partial_rows(ports, order.request, run)
    case 'partial_restore':
      return useCases.partial_restore(ports, order.request, run)
    case 'look':
      return useCases.look(ports, order.request, run)
    case 'compare':
      return useCases.compare(ports, order.request, run)
    case 'check_change':
      return useCases.check_change(ports, order.request, run)
    case 'system_backup':
      return useCases.system_backup(ports, order.request, run)
    case 'system_verify':
      return useCases.system_verify(ports, order.request, run)
    case 'system_restore':
      return useCases.system_restore(ports, order.request, run)
    default:
      return assertNever(order, 'order')
  }
}
