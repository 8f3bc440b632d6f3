import os from 'node:os'

import type { ActingBy, Actor } from '../../shared/domain/access/actor.ts'

function userOfProcess(): Pick<Actor, 'user' | 'uid'> {
  try {
    const { username, uid } = os.userInfo()
    return { user: username, uid: uid < 0 ? null : uid }
  } catch {
    // A container may run as a number that the system has no user for.
    const uid = process.getuid?.() ?? null
    return { user: uid === null ? 'unknown' : `uid ${uid}`, uid }
  }
}

/** Who this process acts for: the operating system's user that it runs as. */
export function actorOfProcess(by: ActingBy): Actor {
  return { ...userOfProcess(), machine: os.hostname(), by }
}
