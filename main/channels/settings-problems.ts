import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

import { assertNever } from '../../shared/base/assert-never.ts'
import type {
  ChannelSettings,
  MailSettings,
  WebhookSettings,
} from '../../shared/domain/alerts/channel-settings.ts'

/** Whether a host is this machine itself. A name that only resolves to it is not: who answers for names may answer otherwise. */
export function isLoopback(host: string): boolean {
  const plain = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (plain === 'localhost' || plain === '::1') return true
  return isIP(plain) === 4 && plain.startsWith('127.')
}

function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/u.test(text)
}

function caProblems(trustedCa: string | null): readonly string[] {
  if (trustedCa === null) return []
  const blocks = trustedCa.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    const certificates = blocks.map((block) => new X509Certificate(block))
    return certificates.length > 0 ? [] : ['its authority’s certificate is not in PEM form']
  } catch {
    return ['its authority’s certificate can’t be read']
  }
}

function mailProblems({ host, port, security, user, from, to, trustedCa }: MailSettings): readonly string[] {
  const odd = to.find((one) => !isAddress(one))
  return [
    ...(/^[A-Za-z0-9._:-]+$/.test(host) ? [] : ['its server is neither a name nor an address']),
    ...(Number.isInteger(port) && port >= 1 && port <= 65_535 ? [] : ['its port is not from 1 to 65535']),
    ...(isAddress(from) ? [] : ['its sender is not a plain mail address']),
    ...(to.length > 0 ? [] : ['it has no recipient']),
    ...(odd === undefined ? [] : [`its recipient ${JSON.stringify(odd)} is not a plain mail address`]),
    ...(security === 'none' && user !== null && !isLoopback(host)
      ? ['it would send its password without encryption']
      : []),
    ...caProblems(trustedCa),
  ]
}

function webhookProblems({ url, trustedCa }: WebhookSettings): readonly string[] {
  const parsed = URL.parse(url)
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    return ['its address is not one that starts with https://', ...caProblems(trustedCa)]
  }
  return [
    ...(parsed.protocol === 'http:' && !isLoopback(parsed.hostname)
      ? ['its address is not encrypted; http is only for this machine itself']
      : []),
    ...(parsed.username !== '' || parsed.password !== '' ? ['its address holds a user or a password'] : []),
    ...caProblems(trustedCa),
  ]
}

/** Why a channel can't be used as it is set up, each in words that end a sentence; none: it can. Says nothing of a webhook's address. */
export function settingsProblems(settings: ChannelSettings): readonly string[] {
  switch (settings.kind) {
    case 'email':
      return mailProblems(settings)
    case 'webhook':
      return webhookProblems(settings)
    case 'notification':
      return []
    default:
      return assertNever(settings, 'channel')
  }
}
