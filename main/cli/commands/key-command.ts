import { assertNever } from '../../../shared/base/assert-never.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { KeysView, KeySlotView } from '../../../shared/domain/keys/keys-view.ts'
import { slotTestDueDays } from '../../../shared/domain/keys/slot-test-due.ts'
import type { KeySlotKind } from '../../../shared/domain/views.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { slotKindWords } from '../../../shared/domain/words/key-words.ts'
import { findSlot } from '../../operations/keys/find-slot.ts'
import { listKeys } from '../../operations/keys/list-keys.ts'
import type { GivenKey } from '../../operations/keys/resolve-key.ts'
import { testKey } from '../../operations/keys/test-key.ts'
import { askSecret } from '../ask.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, pathFrom, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import type { KeySecretOptions } from './key-options.ts'

function testedWords({ tested, isTestDue }: KeySlotView): string {
  const due = isTestDue ? ' (due)' : ''
  return tested === null
    ? `never${due}`
    : `${formatMoment(tested.at)} by ${tested.user} on ${tested.machine}${due}`
}

function listText({ encryption, slots }: KeysView): string {
  if (encryption === 'none') return 'The vault is not encrypted: nothing is needed to open it.\n'
  const table = tableOf(
    [
      { title: 'SLOT', value: ({ id }) => id.slice(0, 8) },
      { title: 'KIND', value: ({ kind }) => slotKindWords[kind] },
      { title: 'SINCE', value: ({ createdAt }) => formatMoment(createdAt) },
      { title: 'LAST TESTED', value: (slot) => printable(testedWords(slot)) },
    ],
    slots,
  )
  const due = slots.some(({ isTestDue }) => isTestDue)
    ? `Not seen to open the vault for ${slotTestDueDays} days: try it with \`holdfast key test SLOT\`.\n`
    : ''
  return `${table}${due}`
}

/** `key list`. */
export function keyListCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'keys.list')
    const view = await listKeys(session.operations)
    answer(session, options, view, () => listText(view))
    return exitStatus.done
  })
}

function givenIn(kind: KeySlotKind, path: string): GivenKey | undefined {
  switch (kind) {
    case 'passphrase':
      return { kind: 'passphrase_file', path }
    case 'recovery_code':
      return { kind: 'recovery_code_file', path }
    case 'key_file':
      return { kind, path }
    case 'keychain':
      return undefined
    default:
      return assertNever(kind, 'kind of slot')
  }
}

/** What a person types; undefined for kinds that nobody types. */
async function typedSecret(kind: KeySlotKind): Promise<GivenKey | undefined> {
  if (kind === 'passphrase') return { kind, passphrase: await askSecret('Passphrase to test: ') }
  return kind === 'recovery_code' ? { kind, code: await askSecret('Recovery code to test: ') } : undefined
}

/** `key test SLOT`. */
export function keyTestCommand(
  terminal: Terminal,
  called: string,
  options: KeySecretOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'keys.test', { slotId: called })
    const { id, kind } = await findSlot(session.operations, called)
    const inFile = options.file === undefined ? undefined : givenIn(kind, pathFrom(terminal, options.file))
    const given = inFile ?? (terminal.canAsk ? await typedSecret(kind) : undefined)
    const tested = await testKey(session.operations, id, given)
    answer(session, options, { success: true, ...tested, kind }, () => {
      return `The ${slotKindWords[kind]} opens the vault.\n`
    })
    return exitStatus.done
  })
}
