import { faultOf } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import type { CheckedKit, MadeKit } from '../../../shared/domain/keys/kit-views.ts'
import { formatDuration } from '../../../shared/domain/words/format-duration.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import type { GivenKey } from '../../operations/keys/resolve-key.ts'
import { checkKit } from '../../operations/kit/check-kit.ts'
import { makeKit } from '../../operations/kit/make-kit.ts'
import { askKey, canTypeKey } from '../ask-key.ts'
import { printable } from '../output/print-table.ts'
import {
  answer,
  givenKeyOf,
  openCommandVault,
  pathFrom,
  withSession,
  type GlobalOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `kit make`. */
export interface KitMakeOptions extends GlobalOptions {
  readonly withRecoveryCode?: boolean | undefined
}

function madeText({ folder, recoveryCode }: MadeKit): string {
  const code =
    recoveryCode === null
      ? 'No recovery code is on it: note on the page where the key is kept.\n'
      : 'The recovery code is on the page. Keep both apart from the vault: together with a copy of it they open every backup.\n'
  return `The recovery kit is made: ${printable(folder)}\n${code}Print recovery-kit.html. Try the kit: holdfast kit check ${printable(folder)}\n`
}

/** `kit make DIR`. */
export function kitMakeCommand(
  terminal: Terminal,
  called: string,
  options: KitMakeOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const folder = pathFrom(terminal, called)
    await openCommandVault(session, options, 'kit.make', { folder })
    const withRecoveryCode = options.withRecoveryCode === true
    const made = await makeKit(session.operations, { folder, withRecoveryCode })
    answer(session, options, { success: true, ...made }, () => madeText(made))
    return exitStatus.done
  })
}

function checkedText({ rebuilt, madeAt, durationMs }: CheckedKit): string {
  const what =
    rebuilt === null
      ? 'The kit’s script opens the vault. There is no backup yet that it could rebuild.'
      : `The kit’s script rebuilt ${printable(rebuilt.database)} as of ${formatMoment(rebuilt.takenAt)}, page by page, in ${formatDuration(durationMs)}.`
  return `${what}\nThe kit is whole; it was made ${formatMoment(madeAt)}.\n`
}

async function check(session: Session, folder: string, key: GivenKey | undefined): Promise<CheckedKit> {
  const { operations, signal, terminal } = session
  try {
    return await checkKit(operations, { folder, key }, signal)
  } catch (error) {
    const fault = faultOf(error)
    const canType = fault?.code === 'KEY_NEEDED' && canTypeKey(fault.slots) && terminal.canAsk
    if (!canType || key !== undefined) throw error
    return checkKit(operations, { folder, key: await askKey(fault.slots, 'vault') }, signal)
  }
}

/** `kit check DIR`. */
export function kitCheckCommand(
  terminal: Terminal,
  called: string,
  options: GlobalOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const folder = pathFrom(terminal, called)
    await openCommandVault(session, { ...options, isLooking: true }, 'kit.check', { folder })
    const checked = await check(session, folder, givenKeyOf(terminal, options))
    answer(session, options, { success: true, ...checked }, () => checkedText(checked))
    return exitStatus.done
  })
}
