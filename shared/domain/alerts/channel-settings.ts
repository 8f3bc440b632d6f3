/**
 * How the connection to a mail server is protected. `starttls`: it begins in clear and nothing is said before it is encrypted.
 * `tls`: it is encrypted from the first byte. `none`: never; a password is then sent only to this machine.
 */
export type MailSecurity = 'starttls' | 'tls' | 'none'

/** Mail by a server of the user's. The password is no part of it. */
export interface MailSettings {
  readonly kind: 'email'
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  /** Null: the server takes mail without signing in. */
  readonly user: string | null
  /** One plain address, without a name. */
  readonly from: string
  /** Plain addresses, at least one. */
  readonly to: readonly string[]
  /** Certificates (PEM) of an authority that is trusted instead of the usual ones; null: the usual ones. */
  readonly trustedCa: string | null
}

/** A request to a program of the user's, signed as Standard Webhooks says. The signing secret is no part of it. */
export interface WebhookSettings {
  readonly kind: 'webhook'
  /** https, or http to this machine itself. Its path may be as good as a password: no fault and no log repeats it. */
  readonly url: string
  /** Certificates (PEM) of an authority that is trusted instead of the usual ones; null: the usual ones. */
  readonly trustedCa: string | null
}

/** A notification on the desktop of the user that the program runs as. */
export interface NotificationSettings {
  readonly kind: 'notification'
}

/** One way to reach somebody. Kept in clear: secrets are kept elsewhere and handed in beside it. */
export type ChannelSettings = MailSettings | WebhookSettings | NotificationSettings

/** Which way. */
export type ChannelKind = ChannelSettings['kind']
