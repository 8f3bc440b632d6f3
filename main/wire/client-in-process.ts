import { createRouterClient } from '@orpc/server'

import type { Client } from '../../shared/contract/contract.ts'
import type { Served } from './served.ts'

/** A client of the contract without a wire, for what a host itself shows: a tray, a menu. It sees what a window would see. */
export function clientInProcess({ router, context }: Pick<Served, 'router' | 'context'>): Client {
  // The router is known here by its shape only; that it implements the contract was checked where it was made.
  return createRouterClient(router, { context }) as unknown as Client
}
