import fs from 'node:fs/promises'

import type { ActFacts } from '../../../shared/domain/access/act.ts'
import type { CommandAct } from '../../../shared/domain/access/command-acts.ts'
import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { causeText } from '../../../shared/domain/words/cause-words.ts'
import { acknowledgeAlert } from '../../operations/monitoring/acknowledge-alert.ts'
import { alertsPlaceOf, awayPlaceOf, type AlertsPlace } from '../../operations/monitoring/alerts-place.ts'
import {
  escalationOf,
  exportEscalation,
  importEscalation,
} from '../../operations/monitoring/escalation-of.ts'
import { listAlerts, listMessages } from '../../operations/monitoring/list-alerts.ts'
import { alertsText, escalationWords, messagesText } from '../output/alerts-text.ts'
import { printable } from '../output/print-table.ts'
import {
  answer,
  beginCommandAct,
  openCommandVault,
  pathFrom,
  rememberedCommandVault,
  withSession,
  type GlobalOptions,
  type OpeningOptions,
  type Session,
} from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `alerts ack`. */
export interface AckOptions extends GlobalOptions {
  readonly note?: string | undefined
}

/** Options of `alerts matrix`. */
export interface MatrixOptions extends GlobalOptions {
  readonly from?: string | undefined
}

/** Options of `alerts messages`. */
export interface MessagesOptions extends GlobalOptions {
  readonly limit?: string | undefined
}

/**
 * Where the alerts of the command's vault are: of one that is away, what this machine keeps of it. Throws the faults of opening where it
 * keeps nothing.
 */
async function openAlertsPlace(
  session: Session,
  options: OpeningOptions,
  act: CommandAct,
  facts?: ActFacts,
): Promise<AlertsPlace> {
  const { operations } = session
  try {
    await openCommandVault(session, options, act, facts)
    return alertsPlaceOf(operations)
  } catch (error) {
    const code = faultOf(error)?.code
    if (code !== 'VAULT_MISSING' && code !== 'VAULT_NOT_A_VAULT') throw error
    const vault = await rememberedCommandVault(session, options)
    if (vault === null) throw error
    await beginCommandAct(session, act, facts)
    return { place: awayPlaceOf(operations, vault), besides: null }
  }
}

/** `alerts`: open ones first, each with its ladder. */
export function alertsCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const at = await openAlertsPlace(session, { ...options, isLooking: true }, 'alerts.list')
    const view = await listAlerts(session.operations, { at })
    answer(session, options, view, () => alertsText(view))
    return exitStatus.done
  })
}

/** `alerts ack ID`: the user of the system takes it on. */
export function ackCommand(terminal: Terminal, called: string, options: AckOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const at = await openAlertsPlace(session, options, 'alerts.acknowledge', { alertId: called })
    const { id, cause, acknowledged } = await acknowledgeAlert(
      session.operations,
      called,
      options.note ?? '',
      at,
    )
    answer(
      session,
      options,
      { success: true, alert: id, acknowledged },
      () => `Taken on: ${printable(causeText(cause).title)}\n`,
    )
    return exitStatus.done
  })
}

/** `alerts messages`: what became of each, newest first. */
export function messagesCommand(terminal: Terminal, options: MessagesOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const given = options.limit ?? '50'
    const limit = /^[1-9]\d{0,5}$/.test(given) ? Number(given) : null
    if (limit === null) {
      const detail = `--limit takes a number from 1 to 999999; not "${given}"`
      throw new FaultError({ code: 'WRONG_USE', detail })
    }
    await openCommandVault(session, { ...options, isLooking: true }, 'alerts.messages')
    const messages = await listMessages(session.operations, limit)
    answer(session, options, { messages }, () => messagesText(messages))
    return exitStatus.done
  })
}

async function textOf(file: string): Promise<string> {
  try {
    return await fs.readFile(file, 'utf8')
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code
    throw new FaultError({ code: 'WRONG_USE', detail: `${file} can’t be read (${errno})` })
  }
}

/** `alerts matrix`: who is told of what; with `--from` it is changed first. */
export function matrixCommand(terminal: Terminal, options: MatrixOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const { operations } = session
    const text = options.from === undefined ? null : await textOf(pathFrom(terminal, options.from))
    const vault = await openCommandVault(
      session,
      { ...options, isLooking: text === null },
      text === null ? 'alerts.list' : 'alerts.saveEscalation',
    )
    if (text !== null) await importEscalation(operations, text)
    const now = await escalationOf(operations, vault)
    const file: unknown = JSON.parse(await exportEscalation(operations))
    answer(session, options, file, () => escalationWords(now))
    return exitStatus.done
  })
}
