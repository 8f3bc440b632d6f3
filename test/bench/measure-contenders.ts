import fs from 'node:fs'
import path from 'node:path'

import type { Contender, Places } from './contenders.ts'
import { isHere, runCommand, say } from './run-command.ts'

/** What one contender took in each round, milliseconds. */
export interface Measured {
  readonly name: string
  readonly backupMs: number[]
  /** Holdfast only: from the begin of the snapshot until the payload is durable. */
  readonly storedMs: number[]
  readonly restoreMs: number[]
  storedBytes: number
}

/** What every round is given. */
export interface Ground {
  readonly source: string
  readonly folder: string
  readonly holdfast: string
  readonly rounds: number
}

function sizeOf(place: string): number {
  const facts = fs.statSync(place)
  if (!facts.isDirectory()) return facts.size
  return fs.readdirSync(place).reduce((sum, name) => sum + sizeOf(path.join(place, name)), 0)
}

function storedMsIn(folder: string): readonly number[] {
  const report = path.join(folder, 'backup.json')
  if (!fs.existsSync(report)) return []
  const read = JSON.parse(fs.readFileSync(report, 'utf8')) as {
    results: { backup: { durationMs: number } }[]
  }
  return read.results.map(({ backup }) => backup.durationMs)
}

function measureOnce(contender: Contender, ground: Ground, into: Measured): void {
  const { source, holdfast } = ground
  const folder = fs.mkdtempSync(path.join(ground.folder, 'contender-'))
  const places: Places = { source, folder, target: path.join(folder, 'restored.db'), holdfast }
  runCommand(contender.prepare(places), folder)
  // What others have left to be written is not part of what is measured.
  runCommand('sync', folder)
  into.backupMs.push(runCommand(contender.backup(places), folder))
  into.storedBytes = sizeOf(path.join(folder, contender.stored))
  into.storedMs.push(...storedMsIn(folder))
  runCommand('sync', folder)
  into.restoreMs.push(runCommand(contender.restore(places), folder))
  const isEqual = `cmp -s ${places.target} ${source} || sqlite3 ${places.target} 'pragma quick_check' | grep -qx ok`
  runCommand(isEqual, folder)
  fs.rmSync(folder, { recursive: true, force: true })
}

/**
 * Measures all contenders in rounds, each of which has every one of them once, so that what else the machine does hits all
 * alike; each round begins with another. One whose programs are not here is named and left out.
 */
export function measureContenders(contenders: readonly Contender[], ground: Ground): readonly Measured[] {
  const present = contenders.filter(({ name, needs }) => {
    const missing = needs.filter((program) => !isHere(program))
    if (missing.length > 0) say(`!!! NOT MEASURED: ${name}, for ${missing.join(', ')} is not here.`)
    return missing.length === 0
  })
  const measured = present.map(({ name }): Measured => ({
    name,
    backupMs: [],
    storedMs: [],
    restoreMs: [],
    storedBytes: 0,
  }))
  for (let round = 0; round < ground.rounds; round += 1) {
    for (let n = 0; n < present.length; n += 1) {
      const at = (round + n) % present.length
      const [contender, into] = [present[at], measured[at]]
      if (contender !== undefined && into !== undefined) measureOnce(contender, ground, into)
    }
    say(`round ${round + 1} of ${ground.rounds} measured`)
  }
  return measured
}
