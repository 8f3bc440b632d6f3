import { type } from '@orpc/contract'
import { z } from 'zod'

import type { ChannelsView } from '../domain/alerts/channel-views.ts'
import type { Delivery } from '../domain/alerts/delivery.ts'
import { forAdministrator } from './base.ts'

const nameField = z.string().min(1).max(100)
const lineField = z.string().max(500)
const certificatesField = z
  .string()
  .max(1 << 16)
  .nullable()

const settingsField = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('email'),
    host: lineField,
    port: z.number().int().min(0).max(65_535),
    security: z.enum(['starttls', 'tls', 'none']),
    user: lineField.nullable(),
    from: lineField,
    to: z.array(lineField).max(100).readonly(),
    trustedCa: certificatesField,
  }),
  z.object({ kind: z.literal('webhook'), url: z.string().max(2000), trustedCa: certificatesField }),
  z.object({ kind: z.literal('notification') }),
])

const secretField = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('new'), secret: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal('none') }),
])

/** The ways by which people are told. No answer holds a secret; a webhook's address may be as good as one. */
export const channelsContract = {
  list: forAdministrator.output(type<ChannelsView>()),
  /** Adds a channel; with `replaces` it takes the place of the one of its name. */
  save: forAdministrator.input(
    z.object({ name: nameField, settings: settingsField, secret: secretField, replaces: z.boolean() }),
  ),
  /** Not while people of a role have it. */
  remove: forAdministrator.input(z.object({ name: nameField })),
  /** Sends a message by a channel now; answers what became of it. */
  test: forAdministrator.input(z.object({ name: nameField })).output(type<Delivery>()),
}
