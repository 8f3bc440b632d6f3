import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { SavedSlot } from '../../../shared/domain/keys/keys-view.ts'
import { opensAnywhere } from '../../../shared/domain/keys/travelling-slots.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import { notRevokedWords, slotKindWords } from '../../../shared/domain/words/key-words.ts'
import { addKey, changeKey, removeKey, renewRecoveryCode } from '../../operations/keys/change-keys.ts'
import { findSlot } from '../../operations/keys/find-slot.ts'
import { listKeys } from '../../operations/keys/list-keys.ts'
import type { WantedSlot } from '../../operations/keys/prepare-slot.ts'
import { askLine, askSecret } from '../ask.ts'
import { printable } from '../output/print-table.ts'
import {
  answer,
  openCommandVault,
  pathFrom,
  withSession,
  type GlobalOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'
import type { KeyRemoveOptions, KeySecretOptions } from './key-options.ts'

function wrongUse(detail: string): never {
  throw new FaultError({ code: 'WRONG_USE', detail })
}

function kindCalled(called: string): KeySlotKind {
  const kind = called.replaceAll('-', '_')
  if (Object.hasOwn(slotKindWords, kind)) return kind as KeySlotKind
  return wrongUse(`a key is a passphrase, key-file, keychain or recovery-code; not "${called}"`)
}

async function askPassphrase(terminal: Terminal): Promise<WantedSlot> {
  if (!terminal.canAsk) return wrongUse('a new passphrase comes from --file where nobody can be asked')
  const passphrase = await askSecret('New passphrase: ')
  if ((await askSecret('Again: ')) === passphrase) return { kind: 'passphrase', passphrase }
  return wrongUse('the two passphrases differ; nothing was changed')
}

/** The new secret, from where the command says it is. */
async function wantedSlot(
  terminal: Terminal,
  kind: KeySlotKind,
  { file }: KeySecretOptions,
): Promise<WantedSlot> {
  const path = file === undefined ? undefined : pathFrom(terminal, file)
  if (kind === 'passphrase') {
    return path === undefined ? askPassphrase(terminal) : { kind: 'passphrase_file', path }
  }
  if (kind === 'key_file') return path === undefined ? wrongUse('a key file needs --file') : { kind, path }
  if (path !== undefined) return wrongUse(`a ${slotKindWords[kind]} takes no --file`)
  return { kind }
}

const codeHint =
  'Write it down or print it, and keep it apart from the vault: it opens every backup, and it is shown only now.\n'

function savedText({ slotId, kind, recoveryCode, keyFile }: SavedSlot, isChange: boolean): string {
  if (recoveryCode !== null) return `${recoveryCode}\n`
  const where = keyFile === null ? '' : ` It is in ${printable(keyFile)}`
  const done = isChange ? 'was changed' : 'opens the vault from now on'
  const hint = isChange ? `${notRevokedWords}\n` : ''
  return `The ${slotKindWords[kind]} ${done} (slot ${slotId.slice(0, 8)}).${where}\n${hint}`
}

/** Standard output is the code alone: it can be sent to a printer. */
function tell(session: Session, options: GlobalOptions, saved: SavedSlot, isChange: boolean): void {
  const { keyFile, ...shown } = saved
  const json = { success: true, ...shown, keyFile }
  answer(session, options, json, () => savedText(saved, isChange))
  if (saved.recoveryCode !== null) session.terminal.err(codeHint)
}

/** `key add KIND`. */
export function keyAddCommand(
  terminal: Terminal,
  called: string,
  options: KeySecretOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const kind = kindCalled(called)
    await openCommandVault(session, options, 'keys.add', { kind })
    const saved = await addKey(session.operations, await wantedSlot(terminal, kind, options))
    tell(session, options, saved, false)
    return exitStatus.done
  })
}

/** `key change SLOT`. */
export function keyChangeCommand(
  terminal: Terminal,
  called: string,
  options: KeySecretOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'keys.change', { slotId: called })
    const { id, kind } = await findSlot(session.operations, called)
    const saved = await changeKey(session.operations, id, await wantedSlot(terminal, kind, options))
    tell(session, options, saved, true)
    return exitStatus.done
  })
}

/** `key recovery-code`: a new one in the place of all that there are. */
export function keyRecoveryCodeCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'keys.recoveryCode')
    tell(session, options, await renewRecoveryCode(session.operations), true)
    return exitStatus.done
  })
}

const tiedHint =
  'What is left is kept by machines: should they be lost, nothing opens the vault. `holdfast key recovery-code` makes a code to print.\n'

/** `key remove SLOT`. */
export function keyRemoveCommand(
  terminal: Terminal,
  called: string,
  options: KeyRemoveOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const { facts } = await openCommandVault(session, options, 'keys.remove', { slotId: called })
    const { operations } = session
    const { id, kind } = await findSlot(operations, called)
    const question = `Type the vault's name (${printable(facts.name)}) to remove its ${slotKindWords[kind]}: `
    const isAsked = options.yes !== true && terminal.canAsk
    const typed = isAsked ? (await askLine(question)).trim() : options.yes === true ? facts.name : ''
    const removed = await removeKey(operations, id, typed)
    const { slots } = await listKeys(operations)
    const isTied = !opensAnywhere(slots.map((slot) => slot.kind))
    answer(session, options, { success: true, ...removed, kind, isTiedToMachines: isTied }, () => {
      const done = `The ${slotKindWords[kind]} was removed. ${notRevokedWords}\n`
      return isTied ? `${done}${tiedHint}` : done
    })
    return exitStatus.done
  })
}
