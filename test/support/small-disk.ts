import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { afterEach } from 'vitest'

// First, so that its folders are removed after the disks in them are unmounted.
import './temp-folder.ts'

const mounted: string[] = []

afterEach(() => {
  for (const folder of mounted.splice(0)) execFileSync('umount', [folder])
})

/** A small disk at a folder, for the test that is running; false where this user may not mount one. */
export function mountSmallDisk(folder: string, sizeBytes: number): boolean {
  fs.mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    return false
  }
  mounted.push(folder)
  return true
}

/** Whether this user may mount disks; says loudly what is not tried where not. */
export function canMountFor(untried: string): boolean {
  const canMount = ((): boolean => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
    const probe = fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'holdfast-mount-'))
    try {
      if (!mountSmallDisk(probe, 1 << 20)) return false
      execFileSync('umount', [mounted.pop()!])
      return true
    } finally {
      fs.rmdirSync(probe)
    }
  })()
  if (!canMount) console.warn(`SKIPPED: needs root and tmpfs, and was not tried: ${untried}`)
  return canMount
}

/** Fills a disk to its last byte; answers the file that does it. */
export function fillDisk(folder: string): string {
  const { bavail, bsize } = fs.statfsSync(folder)
  const ballast = path.join(folder, 'ballast')
  fs.writeFileSync(ballast, Buffer.alloc(bavail * bsize))
  return ballast
}
