import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { KeepMarksView } from '../../../shared/domain/retention/prune-views.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import {
  liftHold,
  listMarks,
  pinBackup,
  placeHold,
  unpinBackup,
  type HoldWish,
} from '../../operations/retention/keep-marks.ts'
import type { OpenVault } from '../../operations/vaults/vault-session.ts'
import { databaseCalled, keptCalled } from '../find-called.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions, type Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `pin`. */
export interface NoteOptions extends GlobalOptions {
  readonly note?: string | undefined
}

/** Options of `hold add`. */
export interface HoldOptions extends NoteOptions {
  readonly name: string
}

/** A pin or hold in JSON. */
function jsonMark({ id, kind, databaseId, backupId, name, note, since, by }: KeepMark) {
  return { id, kind, databaseId, backupId, name, note, since, by }
}

/** `pin BACKUP|ARCHIVE`: keeps it whatever its policy says. */
export function pinCommand(terminal: Terminal, called: string, options: NoteOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'retention.pin', { backup: called })
    const { backupId: id, file } = await keptCalled(terminal, session.operations, vault, called)
    const mark = await pinBackup(session.operations, id, options.note ?? '')
    answer(session, options, { success: true, mark: jsonMark(mark) }, () => `Pinned: ${printable(file)}\n`)
    return exitStatus.done
  })
}

/** `unpin BACKUP|ARCHIVE`: its policy decides again. */
export function unpinCommand(
  terminal: Terminal,
  called: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'retention.unpin', { backup: called })
    const { backupId: id, file } = await keptCalled(terminal, session.operations, vault, called)
    await unpinBackup(session.operations, id)
    answer(session, options, { success: true, backup: id }, () => `No longer pinned: ${printable(file)}\n`)
    return exitStatus.done
  })
}

/** A database by that name; else a backup or an archive. */
async function holdWishOf(
  { terminal, operations }: Pick<Session, 'terminal' | 'operations'>,
  vault: OpenVault,
  what: string,
): Promise<Pick<HoldWish, 'database' | 'backup'> & { readonly words: string }> {
  try {
    const { databaseId, database } = databaseCalled(terminal, vault, what)
    return { database: databaseId, words: `every backup of ${database}` }
  } catch (error) {
    if (faultOf(error)?.code !== 'DATABASE_UNKNOWN') throw error
    const { backupId, file } = await keptCalled(terminal, operations, vault, what)
    return { backup: backupId, words: file }
  }
}

/** `hold add WHAT --name NAME`: nothing removes it until the hold is lifted. */
export function holdAddCommand(terminal: Terminal, what: string, options: HoldOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const vault = await openCommandVault(session, options, 'retention.hold', { what })
    const { words, ...wish } = await holdWishOf(session, vault, what)
    const mark = await placeHold(session.operations, { ...wish, name: options.name, note: options.note })
    answer(
      session,
      options,
      { success: true, mark: jsonMark(mark) },
      () => `Hold ${printable(mark.name)} keeps ${printable(words)}.\n`,
    )
    return exitStatus.done
  })
}

function marksText({ marks, damaged }: KeepMarksView): string {
  const table = tableOf(
    [
      { title: 'KIND', value: ({ kind }) => (kind === 'pin' ? 'pin' : 'hold') },
      { title: 'NAME', value: ({ name }) => name || '-' },
      { title: 'DATABASE', value: ({ database, databaseId }) => database ?? databaseId },
      {
        title: 'KEEPS',
        value: ({ backupId, file }) => (backupId === null ? 'every backup' : (file ?? backupId)),
      },
      { title: 'SINCE', value: ({ since }) => formatMoment(since) },
      { title: 'BY', value: ({ by }) => by },
      { title: 'NOTE', value: ({ note }) => note || '-' },
    ],
    marks,
  )
  const unread = damaged.map((file) => `Can’t be read, so nothing is removed: ${file}\n`).join('')
  return `${marks.length === 0 ? 'There is no hold and no pin.\n' : table}${unread}`
}

/** `hold list`: the holds and pins. */
export function holdListCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, { ...options, isLooking: true }, 'retention.marks')
    const view = await listMarks(session.operations)
    answer(session, options, view, () => marksText(view))
    return exitStatus.done
  })
}

/** `hold lift NAME...`: every hold of these names. */
export function holdLiftCommand(
  terminal: Terminal,
  names: readonly string[],
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'retention.lift', { marks: names })
    const lifted: { name: string; holds: number }[] = []
    for (const name of names) lifted.push({ name, holds: await liftHold(session.operations, name) })
    answer(session, options, { success: true, lifted }, () =>
      lifted.map(({ name, holds }) => `${printable(name)}: ${holds} lifted\n`).join(''),
    )
    return exitStatus.done
  })
}
