import fs from 'node:fs'

import type { DrillAssertion } from '../../shared/domain/drills/assertion.ts'
import { readAssertionList } from '../../shared/domain/drills/kept-assertions.ts'
import { FaultError } from '../../shared/domain/fault.ts'

function listIn(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    const detail = `${file} holds no assertions: ${(error as Error).message}`
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
}

/** A list as it is, or what the vault keeps of a database (`drill assertions list --json`). */
function assertionsIn(value: unknown): unknown {
  const isKept = typeof value === 'object' && value !== null && 'assertions' in value
  return isKept ? value.assertions : value
}

/** Reads a file of assertions: a JSON list of `name`, `sql` and `expected`. Throws WRONG_USE for one that is none, and says where. */
export function readAssertions(file: string): readonly DrillAssertion[] {
  const read = readAssertionList(assertionsIn(listIn(file)))
  if (!('problem' in read)) return read
  throw new FaultError({ code: 'WRONG_USE', detail: `${file} holds no assertions: ${read.problem}` })
}
