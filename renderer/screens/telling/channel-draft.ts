import { assertNever } from '../../../shared/base/assert-never.ts'
import type {
  ChannelKind,
  ChannelSettings,
  MailSecurity,
} from '../../../shared/domain/alerts/channel-settings.ts'
import type { ChannelView, SecretChoice } from '../../../shared/domain/alerts/channel-views.ts'
import { secretWords } from '../../../shared/domain/alerts/named-channel.ts'

/** A channel while it is filled in: the fields of every kind, so that none is lost by a look at another. */
export interface ChannelDraft {
  readonly name: string
  readonly kind: ChannelKind
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly user: string
  readonly from: string
  readonly to: readonly string[]
  readonly url: string
  readonly trustedCa: string
  /** As it is typed now; empty: nothing is. */
  readonly secret: string
}

/** The usual port of each way to a mail server. */
export const usualPorts: Readonly<Record<MailSecurity, number>> = { starttls: 587, tls: 465, none: 25 }

const empty: ChannelDraft = {
  name: '',
  kind: 'email',
  host: '',
  port: usualPorts.starttls,
  security: 'starttls',
  user: '',
  from: '',
  to: [],
  url: '',
  trustedCa: '',
  secret: '',
}

/** A new channel's, or one that is changed. */
export function draftOfChannel(channel: ChannelView | null): ChannelDraft {
  if (channel === null) return empty
  const { name, settings } = channel
  switch (settings.kind) {
    case 'email': {
      const { user, trustedCa, ...rest } = settings
      return { ...empty, name, ...rest, user: user ?? '', trustedCa: trustedCa ?? '' }
    }
    case 'webhook':
      return { ...empty, name, ...settings, trustedCa: settings.trustedCa ?? '' }
    case 'notification':
      return { ...empty, name, ...settings }
    default:
      return assertNever(settings, 'channel')
  }
}

/** What is saved. */
export function settingsOfDraft(draft: ChannelDraft): ChannelSettings {
  const { kind, host, port, security, from, to, url } = draft
  const trustedCa = draft.trustedCa.trim() === '' ? null : draft.trustedCa
  if (kind === 'notification') return { kind }
  if (kind === 'webhook') return { kind, url: url.trim(), trustedCa }
  const user = draft.user.trim() === '' ? null : draft.user.trim()
  return { kind, host: host.trim(), port, security, user, from: from.trim(), to, trustedCa }
}

/** What becomes of its secret: what is typed, what is kept, or nothing. */
export function secretOfDraft(draft: ChannelDraft, hasSecret: boolean): SecretChoice {
  if (secretWords(settingsOfDraft(draft)) === null) return { kind: 'none' }
  if (draft.secret !== '') return { kind: 'new', secret: draft.secret }
  return hasSecret ? { kind: 'keep' } : { kind: 'none' }
}
