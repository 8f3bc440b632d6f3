import type { Client } from '../../../shared/contract/contract.ts'
import { rolesWithChannel } from '../../../shared/domain/alerts/escalation.ts'
import { desktopChannel, type NamedChannel } from '../../../shared/domain/alerts/named-channel.ts'
import type { SampleEscalation } from './sample-alerts.ts'
import { SampleFault, type SampleStore } from './sample-store.ts'

const begun: readonly NamedChannel[] = [
  {
    name: 'mail',
    settings: {
      kind: 'email',
      host: 'mail.example.org',
      port: 587,
      security: 'starttls',
      user: 'holdfast',
      from: 'holdfast@example.org',
      to: ['dba@example.org', 'ops@example.org'],
      trustedCa: null,
    },
  },
  {
    name: 'pager',
    settings: { kind: 'webhook', url: 'https://hooks.example.org/services/T0/B1', trustedCa: null },
  },
]

/** Answers `channels` from memory: the mail server takes messages, the webhook does not. */
export function sampleChannels(store: SampleStore, { escalation }: SampleEscalation): Client['channels'] {
  let channels = begun
  return {
    list: async () => ({
      channels: [desktopChannel, ...channels].map((channel) => ({
        ...channel,
        hasSecret: channel.settings.kind !== 'notification',
        isBuiltIn: channel === desktopChannel,
        usedBy: rolesWithChannel(escalation(), channel.name),
      })),
      secretsSealedBy: 'vault_key',
    }),
    save: async ({ name, settings, replaces }) => {
      if (!replaces && channels.some((one) => one.name === name)) {
        throw new SampleFault({ code: 'CHANNEL_TAKEN', channel: name })
      }
      channels = [...channels.filter((one) => one.name !== name), { name, settings }]
      store.hub.tell({ topic: 'alerts' })
    },
    remove: async ({ name }) => {
      const roles = rolesWithChannel(escalation(), name)
      if (roles.length > 0) throw new SampleFault({ code: 'CHANNEL_IN_USE', channel: name, roles })
      channels = channels.filter((one) => one.name !== name)
      store.hub.tell({ topic: 'alerts' })
    },
    test: async ({ name }) =>
      name === 'pager'
        ? {
            outcome: 'failed',
            fault: { code: 'WEBHOOK_REFUSED', server: 'https://hooks.example.org', status: 410 },
          }
        : { outcome: 'delivered', rejected: [] },
  }
}
