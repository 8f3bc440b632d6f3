import fs from 'node:fs/promises'
import { text as readStream } from 'node:stream/consumers'

import type { ChannelSettings, MailSecurity } from '../../../shared/domain/alerts/channel-settings.ts'
import type { SecretChoice } from '../../../shared/domain/alerts/channel-views.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { saveChannel } from '../../operations/channels/save-channel.ts'
import { printable } from '../output/print-table.ts'
import { answer, openCommandVault, pathFrom, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `channel add`. */
export interface ChannelAddOptions extends GlobalOptions {
  readonly host?: string | undefined
  readonly port?: string | undefined
  readonly security?: string | undefined
  readonly user?: string | undefined
  readonly from?: string | undefined
  readonly to?: readonly string[] | undefined
  readonly url?: string | undefined
  readonly urlFile?: string | undefined
  readonly urlStdin?: boolean | undefined
  readonly ca?: string | undefined
  readonly secretFile?: string | undefined
  readonly secretStdin?: boolean | undefined
  readonly keepSecret?: boolean | undefined
  readonly replace?: boolean | undefined
}

const usualPorts: Readonly<Record<MailSecurity, number>> = { starttls: 587, tls: 465, none: 25 }

function wrongUse(detail: string): never {
  throw new FaultError({ code: 'WRONG_USE', detail })
}

function needed(kind: string, option: string, value: string | undefined): string {
  return value ?? wrongUse(`${kind} needs ${option}`)
}

function securityOf(given: string): MailSecurity {
  if (given === 'starttls' || given === 'tls' || given === 'none') return given
  return wrongUse(`--security takes starttls, tls or none; not "${given}"`)
}

function portOf(given: string | undefined, security: MailSecurity): number {
  if (given === undefined) return usualPorts[security]
  return /^\d+$/.test(given) ? Number(given) : wrongUse(`--port takes a whole number; not "${given}"`)
}

async function fileText(terminal: Terminal, file: string): Promise<string> {
  const path = pathFrom(terminal, file)
  try {
    return await fs.readFile(path, 'utf8')
  } catch (error) {
    return wrongUse(`${path} can’t be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** Of another kind than the one that is added: an option that would be dropped without a word. */
function refuseForeign(
  kind: string,
  options: ChannelAddOptions,
  foreign: readonly (keyof ChannelAddOptions)[],
): void {
  const given = foreign.find((name) => options[name] !== undefined)
  if (given === undefined) return
  wrongUse(`${kind} takes no --${given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
}

/** What a file or standard input holds; one line end at its end is no part of it. */
async function givenText(terminal: Terminal, file: string | undefined): Promise<string> {
  const text = file === undefined ? await readStream(process.stdin) : await fileText(terminal, file)
  return text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '')
}

/** A webhook's address, which may be as good as a password. */
async function urlOf(terminal: Terminal, options: ChannelAddOptions): Promise<string> {
  const { url, urlFile, urlStdin, secretStdin } = options
  const ways = [url !== undefined, urlFile !== undefined, urlStdin === true].filter(Boolean)
  if (ways.length > 1) return wrongUse('--url, --url-file and --url-stdin can’t be given together')
  if (ways.length === 0) return wrongUse('webhook needs --url, --url-file or --url-stdin')
  if (url !== undefined) return url
  if (urlStdin === true && secretStdin === true)
    return wrongUse('--url-stdin and --secret-stdin can’t be given together: give one of them in a file')
  return givenText(terminal, urlFile)
}

const urlOptions = ['url', 'urlFile', 'urlStdin'] as const
const mailOptions = ['host', 'port', 'security', 'user', 'from', 'to'] as const

async function settingsOf(
  terminal: Terminal,
  kind: string,
  options: ChannelAddOptions,
): Promise<ChannelSettings> {
  const { ca, from, host, port, security, to, user } = options
  const trustedCa = ca === undefined ? null : await fileText(terminal, ca)
  switch (kind) {
    case 'email': {
      refuseForeign(kind, options, urlOptions)
      const how = securityOf(security ?? 'starttls')
      return {
        kind,
        host: needed(kind, '--host', host),
        port: portOf(port, how),
        security: how,
        user: user ?? null,
        from: needed(kind, '--from', from),
        to: to ?? wrongUse('email needs --to'),
        trustedCa,
      }
    }
    case 'webhook':
      refuseForeign(kind, options, mailOptions)
      return { kind, url: await urlOf(terminal, options), trustedCa }
    case 'notification':
      refuseForeign(kind, options, [...mailOptions, ...urlOptions, 'ca', 'secretFile'])
      return { kind }
    default:
      return wrongUse(`a channel is email, webhook or notification; not "${kind}"`)
  }
}

async function secretOf(terminal: Terminal, options: ChannelAddOptions): Promise<SecretChoice> {
  const { keepSecret, secretFile, secretStdin } = options
  const ways = [keepSecret === true, secretFile !== undefined, secretStdin === true].filter(Boolean)
  if (ways.length > 1)
    return wrongUse('--secret-file, --secret-stdin and --keep-secret can’t be given together')
  if (keepSecret === true) return { kind: 'keep' }
  if (ways.length === 0) return { kind: 'none' }
  return { kind: 'new', secret: await givenText(terminal, secretFile) }
}

/** `channel add NAME KIND`. */
export function channelAddCommand(
  terminal: Terminal,
  name: string,
  kind: string,
  options: ChannelAddOptions,
): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    const settings = await settingsOf(terminal, kind, options)
    const secret = await secretOf(terminal, options)
    await openCommandVault(session, options, 'channels.save', { name, kind })
    await saveChannel(session.operations, { name, settings, secret, replaces: options.replace === true })
    answer(session, options, { success: true, channel: name, kind: settings.kind }, () => {
      const shown = printable(name)
      return `Saved: ${shown}. Try it: holdfast channel test ${shown}\n`
    })
    return exitStatus.done
  })
}
