import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { nodePorts, silentLogger } from '../../../../main/engine/ports/node-ports.ts'
import type { Machine } from '../../../../main/engine/ports/machine.ts'
import type { Ports } from '../../../../main/engine/ports/ports.ts'
import { pathsOf, restoreFilesIn } from '../../../../main/engine/restore/restore-files.ts'
import { sweepRestoreLeftovers } from '../../../../main/engine/restore/sweep-restore-leftovers.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const real = nodePorts(silentLogger)

/** Ports of a process `pid` that began at `mark`; others that run are in `running`. */
function portsOf(
  own: { pid: number; mark: string; id?: string; hostName?: string },
  running: Record<number, string> = {},
): Ports {
  const machine: Machine = {
    ...real.machine,
    id: own.id ?? 'host/boot/pids',
    installation: 'installation',
    bootedAtMs: null,
    hostName: own.hostName ?? 'host',
    pid: own.pid,
    markOf: (pid) => (pid === own.pid ? own.mark : (running[pid] ?? null)),
  }
  return { ...real, machine }
}

function leave(ports: Ports, folder: string): readonly string[] {
  const files = restoreFilesIn(ports, folder)
  for (const file of pathsOf(files)) {
    if (file === files.scratch) fs.mkdirSync(path.join(file, 'inner'), { recursive: true })
    else fs.writeFileSync(file, 'x')
  }
  return pathsOf(files)
}

describe('the sweep of restore leftovers', () => {
  it('removes every file of a dead process and answers which', async () => {
    const folder = tempFolder()
    const left = leave(portsOf({ pid: 10, mark: '500' }), folder)
    const removed = await sweepRestoreLeftovers(portsOf({ pid: 11, mark: '600' }), folder)
    expect([...removed].toSorted()).toEqual([...left].toSorted())
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('removes those of a process whose number another process has now', async () => {
    const folder = tempFolder()
    leave(portsOf({ pid: 10, mark: '500' }), folder)
    await sweepRestoreLeftovers(portsOf({ pid: 11, mark: '600' }, { 10: '700' }), folder)
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('leaves those of a process that runs, its own included', async () => {
    const folder = tempFolder()
    leave(portsOf({ pid: 10, mark: '500' }), folder)
    leave(portsOf({ pid: 11, mark: '600' }), folder)
    expect(await sweepRestoreLeftovers(portsOf({ pid: 11, mark: '600' }, { 10: '500' }), folder)).toEqual([])
    expect(fs.readdirSync(folder)).toHaveLength(14)
  })

  it('never touches another name, however near', async () => {
    const folder = tempFolder()
    const near = [
      'live.db',
      'live.db.before-restore-20260101_000000',
      '.holdfast-restore-x.image',
      '.holdfast-restore-00000000-00000000-1-1-7d0e8b0c-46b0-4a51-9a51-0d1f1a3c8a11.image.db',
      'holdfast-restore-00000000-00000000-1-1-7d0e8b0c-46b0-4a51-9a51-0d1f1a3c8a11.image',
      '.holdfast-restore-00000000-00000000-1-1-7d0e8b0c-46b0-4a51-9a51-0d1f1a3c8a11.other',
    ]
    for (const name of near) fs.writeFileSync(path.join(folder, name), 'x')
    expect(await sweepRestoreLeftovers(portsOf({ pid: 11, mark: '600' }), folder)).toEqual([])
    expect(fs.readdirSync(folder).toSorted()).toEqual(near.toSorted())
  })

  it('clears what was written before this boot, and waits with what another machine may be writing', async () => {
    const folder = tempFolder()
    const own = portsOf({ pid: 11, mark: '600' })
    const left = leave(portsOf({ pid: 10, mark: '500', id: 'host/an earlier boot/pids' }), folder)
    const beforeBoot = new Date(Date.now() - os.uptime() * 1000 - 60_000)
    for (const file of left) fs.utimesSync(file, beforeBoot, beforeBoot)
    await sweepRestoreLeftovers(own, folder)
    expect(fs.readdirSync(folder)).toEqual([])

    const theirs = leave(portsOf({ pid: 10, mark: '500', id: 'elsewhere', hostName: 'other' }), folder)
    await sweepRestoreLeftovers(own, folder)
    expect(fs.readdirSync(folder)).toHaveLength(theirs.length)
    const lastMonth = new Date(Date.now() - 30 * 24 * 3_600_000)
    for (const file of theirs) fs.utimesSync(file, lastMonth, lastMonth)
    await sweepRestoreLeftovers(own, folder)
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('has nothing to clear in a folder that is not there', async () => {
    expect(await sweepRestoreLeftovers(real, path.join(tempFolder(), 'nowhere'))).toEqual([])
  })
})
