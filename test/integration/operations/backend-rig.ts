import path from 'node:path'

import { createRouterClient } from '@orpc/server'

import type { Client } from '../../../shared/contract/contract.ts'
import type { Role } from '../../../shared/domain/access/role.ts'
import { composeBackend, type Backend } from '../../../main/compose/compose-backend.ts'
import { forkWithNode } from '../../../main/jobs/fork-with-node.ts'
import { beginActAs } from '../../../main/operations/access/begin-act.ts'
import { performer } from '../../../main/operations/access/perform.ts'
import { noDoors } from '../../support/no-doors.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** A backend over the real world, in folders of its own, and a client of its router. */
export interface BackendRig {
  readonly folder: string
  readonly vault: string
  readonly backend: Backend
  readonly client: Client
}

const running: Backend[] = []

/** Starts one. `closeBackends` ends it. */
export async function backendRig(share?: { readonly folder: string }): Promise<BackendRig> {
  const folder = share?.folder ?? tempFolder('backend')
  const backend = await composeBackend({
    by: 'browser',
    jobs: (logger) => forkWithNode({ logger }),
    homeFolder: path.join(folder, 'home'),
    host: noDoors,
    env: { HOLDFAST_KEYCHAIN: 'off', HOLDFAST_SCHEDULES: 'off' },
  })
  running.push(backend)
  const client = createRouterClient(backend.router, { context: backend.context })
  return { folder, vault: path.join(folder, 'vault'), backend, client }
}

/** A client whose user has a role; null: a user without one. */
export function clientAs({ backend }: Pick<BackendRig, 'backend'>, role: Role | null): Client {
  const perform = performer(backend.operations, (operations, act) => beginActAs(operations, role, act))
  return createRouterClient(backend.router, { context: { perform } })
}

/** Closes every backend that a test started. */
export async function closeBackends(): Promise<void> {
  for (const backend of running.splice(0)) await backend.close()
}

/** Resolves when every job has ended. */
export async function jobsEnded({ backend }: BackendRig): Promise<void> {
  const isDone = (): boolean => backend.operations.queue.views().every((job) => job.endedAt !== undefined)
  await new Promise<void>((resolve) => {
    const stop = backend.operations.changes.listen(() => {
      if (!isDone()) return
      stop()
      resolve()
    })
    if (isDone()) {
      stop()
      resolve()
    }
  })
}
