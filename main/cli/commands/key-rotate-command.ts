import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { RotatedKeys } from '../../../shared/domain/keys/keys-view.ts'
import { slotKindWords } from '../../../shared/domain/words/key-words.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import type { GivenKey } from '../../operations/keys/resolve-key.ts'
import { findSlot } from '../../operations/keys/find-slot.ts'
import { rotateKey, slotsAtHand } from '../../operations/keys/rotate-key.ts'
import { askLine, askSecret } from '../ask.ts'
import { printable } from '../output/print-table.ts'
import { answer, givenKeyOf, openCommandVault, withSession, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import type { KeyRotateOptions } from './key-options.ts'

/** Passphrases that are not at hand and not to be dropped are asked for, where somebody can be. */
async function askMissing(
  session: Session,
  given: readonly GivenKey[],
  drops: readonly string[],
): Promise<readonly GivenKey[]> {
  if (!session.terminal.canAsk) return given
  const { missing } = await slotsAtHand(session.operations, given)
  const asked = missing.filter(({ id, kind }) => kind === 'passphrase' && !drops.includes(id))
  const typed: GivenKey[] = []
  for (const { id } of asked) {
    const passphrase = await askSecret(`Passphrase of slot ${id.slice(0, 8)}: `)
    typed.push({ kind: 'passphrase', passphrase })
  }
  return [...given, ...typed]
}

function rotatedText({ kept, dropped, recoveryCode }: RotatedKeys): string {
  const words = (kinds: RotatedKeys['kept']): string => listWords(kinds.map((kind) => slotKindWords[kind]))
  const holds = kept.length === 0 ? '' : `Opened by: ${words(kept)}.\n`
  const gone = dropped.length === 0 ? '' : `Dropped: ${words(dropped.map(({ kind }) => kind))}.\n`
  const code =
    recoveryCode === null
      ? ''
      : `The new recovery code, shown only now; the one before opens the vault no more:\n${recoveryCode}\n`
  return `The vault has a new key. Backups from before are read as ever, and are not protected by it.\n${holds}${gone}${code}`
}

/** `key rotate`. */
export function keyRotateCommand(terminal: Terminal, options: KeyRotateOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const { facts } = await openCommandVault(session, options, 'keys.rotate')
    const { operations } = session
    const drops: string[] = []
    for (const called of options.drop ?? []) drops.push((await findSlot(operations, called)).id)
    const named = givenKeyOf(terminal, options)
    const keys = await askMissing(session, named === undefined ? [] : [named], drops)
    const question = `Type the vault's name (${printable(facts.name)}) to give it a new key: `
    const isAsked = options.yes !== true && terminal.canAsk
    const typed = isAsked ? (await askLine(question)).trim() : options.yes === true ? facts.name : ''
    const rotated = await rotateKey(operations, { keys, drops, confirmName: typed })
    answer(session, options, { success: true, ...rotated }, () => rotatedText(rotated))
    return exitStatus.done
  })
}
