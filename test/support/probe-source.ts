// Looks at a source as another user would, in a process of its own, and prints what came of it as JSON.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { Fault } from '../../shared/domain/fault.ts'
import { faultOf } from '../../shared/domain/fault.ts'
import { inspectSource } from '../../main/engine/source/inspect-source.ts'
import { openSnapshot } from '../../main/engine/source/open-snapshot.ts'
import { readImage, realPorts, snapshotOptions } from './take-image.ts'

/** What a probe found: the fault, or the image's SHA-256 and what was remarked. */
export interface Probed {
  readonly fault?: Fault | undefined
  readonly image?: string
  readonly remarks?: readonly string[]
}

async function probe(what: string, path: string, scratch: string): Promise<Probed> {
  try {
    if (what === 'inspect') return { remarks: (await inspectSource(realPorts, path)).remarks }
    const snapshot = await openSnapshot(realPorts, path, snapshotOptions(scratch, { lockWaitMs: 500 }))
    try {
      const { createHash } = await import('node:crypto')
      await snapshot.describe({ fingerprintLimitBytes: 1 << 30 })
      const image = createHash('sha256')
        .update(await readImage(snapshot))
        .digest('hex')
      return { image, remarks: snapshot.facts.remarks }
    } finally {
      await snapshot.close()
    }
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    return { fault }
  }
}

/** Why no other user can be had here, or null. */
export function noOtherUserBecause(): string | null {
  if (process.getuid?.() !== 0) return 'the tests do not run as root, so they cannot become another user'
  const tried = spawnSync('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', 'true'])
  return tried.status === 0 ? null : 'setpriv is not here'
}

/** Looks at a source as user 65534, who owns nothing. */
export function probeAsNobody(what: 'snapshot' | 'inspect', path: string, scratch = '/nowhere'): Probed {
  const script = fileURLToPath(import.meta.url)
  const run = spawnSync(
    'setpriv',
    ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, script, what, path, scratch],
    { encoding: 'utf8' },
  )
  if (run.status !== 0) throw new Error(`the probe failed: ${run.stderr}`)
  return JSON.parse(run.stdout) as Probed
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [what = '', path = '', scratch = ''] = process.argv.slice(2)
  process.stdout.write(JSON.stringify(await probe(what, path, scratch)))
}
