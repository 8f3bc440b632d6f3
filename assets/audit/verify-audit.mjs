#!/usr/bin/env node
// Verifies an exported audit log of Holdfast. Needs Node 18 or newer and nothing else.
//
//   node verify-audit.mjs [FOLDER] [--json]
//
// FOLDER is the export (the folder of this script when left out). It looks whether every entry is the one that was written and follows the one
// before it, and whether the signatures of the checkpoints fit. Exit status: 0 all is as it was signed, 1 something is not, 2 it could not look.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const purpose = 'holdfast/audit/1'
const segmentName = /^AUDIT-(\d{8,15})\.jsonl$/
const members =
  'seq at writtenAt user uid machine by kind act actId facts result fault prev key signature mac'.split(' ')

/** @param {string | Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** @param {string} publicKey @param {string} text @param {unknown} signature */
function isSigned(publicKey, text, signature) {
  if (typeof signature !== 'string') return false
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return (
      key.asymmetricKeyType === 'ed25519' &&
      verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))
    )
  } catch {
    return false
  }
}

/** The entry that a line is; null where it is none. @param {Uint8Array} bytes */
function entryOf(bytes) {
  try {
    const line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const entry = JSON.parse(line)
    const isEntry =
      typeof entry === 'object' &&
      entry !== null &&
      Object.keys(entry).join(' ') === members.join(' ') &&
      Number.isSafeInteger(entry.seq) &&
      JSON.stringify(entry) === line
    return isEntry ? entry : null
  } catch {
    return null
  }
}

/** Lines, and whether each is ended by a line feed. @param {Buffer} bytes */
function* linesOf(bytes) {
  let from = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    yield { bytes: bytes.subarray(from, end), isEnded: true }
    from = end + 1
  }
  if (from < bytes.length) yield { bytes: bytes.subarray(from), isEnded: false }
}

/** Whether an entry says that exactly these bytes were cut by a crash. */
function tellsOf(entry, garbage) {
  if (entry.kind !== 'torn') return false
  const all = Buffer.concat(
    garbage.flatMap(({ bytes, isEnded }) => (isEnded ? [bytes, Buffer.from('\n')] : [bytes])),
  )
  return [all, all.subarray(0, -1)].some(
    (bytes) => bytes.length === entry.facts.sizeBytes && sha256(bytes) === entry.facts.sha256,
  )
}

/** Goes through the log. `problems` are told in its order. */
function walk(folder, checkpoint) {
  const problems = []
  const say = (seq, what) => problems.push({ seq, what })
  const { vaultId } = checkpoint
  let seq = 0
  let head = sha256(`${purpose}|${vaultId}`)
  let publicKey = null
  let firstKey = null
  let garbage = []
  const counts = { checkpoints: 0, torn: 0 }
  const take = (line) => {
    const entry = line.isEnded ? entryOf(line.bytes) : null
    if (entry === null) {
      garbage.push(line)
      return
    }
    const expected = seq + 1
    if (garbage.length > 0) {
      if (tellsOf(entry, garbage)) counts.torn += 1
      else say(expected, 'it is no entry any more, or something was put in before it')
      garbage = []
    }
    if (entry.seq > expected) say(expected, `entries ${expected} to ${entry.seq - 1} are missing here`)
    else if (entry.seq < expected) say(entry.seq, 'it is here twice, or not in its place')
    else if (entry.prev !== head)
      say(Math.max(1, entry.seq - 1), 'the entry after it was written behind another one')
    judgeSignature(entry)
    if (entry.seq > seq) {
      seq = entry.seq
      head = sha256(line.bytes)
    }
  }
  const judgeSignature = (entry) => {
    const said = typeof entry.facts?.publicKey === 'string' ? entry.facts.publicKey : null
    if (entry.kind === 'begin') {
      publicKey = said
      firstKey ??= said
    }
    if (entry.kind === 'key' && said !== null) {
      const text = [purpose, vaultId, 'key', entry.seq - 1, entry.prev, said].join('|')
      if (!isSigned(publicKey ?? '', text, entry.signature))
        say(entry.seq, 'the older key did not sign the newer one')
      publicKey = said
    }
    if (entry.kind !== 'checkpoint') return
    counts.checkpoints += 1
    const text = [purpose, vaultId, 'checkpoint', entry.seq - 1, entry.prev, entry.at].join('|')
    if (!isSigned(publicKey ?? '', text, entry.signature))
      say(entry.seq, 'the signature of this checkpoint does not fit')
  }
  const segments = readdirSync(folder)
    .filter((name) => segmentName.test(name))
    .sort((one, other) => Number(segmentName.exec(one)?.[1]) - Number(segmentName.exec(other)?.[1]))
  for (const name of segments) for (const line of linesOf(readFileSync(join(folder, name)))) take(line)
  if (garbage.length > 0) say(seq + 1, 'what is behind the last entry is none')
  return { problems, seq, head, publicKey, firstKey, ...counts }
}

/** Whether the log is the one that was signed when it was exported. */
function judgeCheckpoint(walked, checkpoint) {
  const { problems, seq, head, publicKey } = walked
  const { vaultId, entries, at, signature } = checkpoint
  if (seq < entries) problems.push({ seq: seq + 1, what: `the log ends here and had ${entries} entries` })
  else if (seq > entries)
    problems.push({ seq: entries + 1, what: `it was put in after the export, which had ${entries} entries` })
  else if (head !== checkpoint.head)
    problems.push({ seq, what: 'it is not the newest entry that was exported' })
  if (checkpoint.publicKey === null) {
    if (publicKey !== null)
      problems.push({ seq: 0, what: 'the checkpoint of the export is not signed, and the log has a key' })
    return
  }
  const text = [purpose, vaultId, 'checkpoint', entries, checkpoint.head, at].join('|')
  if (!isSigned(checkpoint.publicKey, text, signature)) {
    problems.push({ seq: 0, what: 'the signature of the export’s own checkpoint does not fit' })
  }
  if (publicKey !== checkpoint.publicKey) {
    problems.push({ seq: 0, what: 'the export was signed with another key than the log was written with' })
  }
}

function readCheckpoint(folder) {
  const checkpoint = JSON.parse(readFileSync(join(folder, 'checkpoint.json'), 'utf8'))
  if (checkpoint.format !== 'holdfast-audit-checkpoint' || checkpoint.formatVersion !== 1) {
    throw new Error('checkpoint.json is none of version 1')
  }
  return checkpoint
}

function main() {
  const given = process.argv.slice(2).filter((word) => word !== '--json')
  const folder = resolve(given[0] ?? dirname(fileURLToPath(import.meta.url)))
  const checkpoint = readCheckpoint(folder)
  const walked = walk(folder, checkpoint)
  judgeCheckpoint(walked, checkpoint)
  const { problems, seq, firstKey, checkpoints, torn } = walked
  const fingerprint = firstKey === null ? null : sha256(Buffer.from(firstKey, 'base64'))
  const isWhole = problems.length === 0
  const report = {
    isWhole,
    entries: seq,
    exportedAt: checkpoint.at,
    fingerprint,
    checkpoints,
    torn,
    problems,
  }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else process.stdout.write(textOf(report))
  return isWhole ? 0 : 1
}

function textOf({ isWhole, entries, exportedAt, fingerprint, checkpoints, torn, problems }) {
  const lines = isWhole
    ? [`All ${entries} entries are as they were written, up to the export of ${exportedAt}.`]
    : ['The log is not as it was exported.']
  for (const { seq, what } of problems.slice(0, 20))
    lines.push(seq === 0 ? `  ${what}` : `  entry ${seq}: ${what}`)
  if (problems.length > 20) lines.push(`  and ${problems.length - 20} more`)
  if (torn > 0) lines.push(`Cut by a crash while they were written, and told of in the log: ${torn}.`)
  lines.push(
    fingerprint === null
      ? 'The vault has no key, so nothing is signed: only accidents are found, and what was changed after the export by who left checkpoint.json alone.'
      : `${checkpoints} signed checkpoints. The log began with the key ${fingerprint}: compare it with what "holdfast audit verify" says where the vault is.`,
  )
  return `${lines.join('\n')}\n`
}

try {
  process.exitCode = main()
} catch (error) {
  process.stderr.write(
    `It could not be verified: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exitCode = 2
}
