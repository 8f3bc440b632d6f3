import type { ChannelSettings } from '../../../shared/domain/alerts/channel-settings.ts'
import type { SecretChoice } from '../../../shared/domain/alerts/channel-views.ts'
import {
  channelNameProblem,
  secretPlaceOf,
  secretWords,
  type NamedChannel,
} from '../../../shared/domain/alerts/named-channel.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { changeChannels, type StoredChannel, type VaultAccess } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { sealSecret, secretOf } from './channel-secrets.ts'

/** A channel as it is to be. */
export interface ChannelDraft extends NamedChannel {
  readonly secret: SecretChoice
  /** Whether one of this name that is there gives way. */
  readonly replaces: boolean
}

function refuse(kind: ChannelSettings['kind'], problems: readonly string[]): never {
  throw new FaultError({ code: 'CHANNEL_INVALID', kind, problems })
}

/** The secret that the draft is to have: what is kept for another place is not sent to this one. */
async function wantedSecret(
  { world }: Pick<OperationsContext, 'world'>,
  access: VaultAccess,
  { settings, secret }: ChannelDraft,
  before: StoredChannel | undefined,
): Promise<string | null> {
  const words = secretWords(settings)
  if (words === null || secret.kind === 'none') return null
  if (secret.kind === 'new') return secret.secret
  const kept = before === undefined ? null : before.sealedSecret
  if (before === undefined || kept === null) return refuse(settings.kind, [`its ${words} is not there`])
  if (secretPlaceOf(before.settings) !== secretPlaceOf(settings)) {
    return refuse(settings.kind, [
      `its ${words} was given for other settings, and has to be given again for these`,
    ])
  }
  return secretOf(world, access, before)
}

/**
 * Adds a channel to the open vault, or changes the one of its name. Throws CHANNEL_INVALID, CHANNEL_TAKEN, VAULT_READ_ONLY,
 * CHANNEL_SECRET_UNREADABLE (of one that is to be kept), CHANNEL_KEY_DAMAGED, CHANNELS_DAMAGED and the faults of writing a vault.
 */
export async function saveChannel(context: OperationsContext, draft: ChannelDraft): Promise<void> {
  const { world, session, changes } = context
  const { access, isReadOnly } = session.reachable()
  const { name, settings, replaces } = draft
  const nameProblem = channelNameProblem(name)
  if (nameProblem !== null) refuse(settings.kind, [nameProblem])
  if (isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: access.folder })
  await changeChannels(world.ports, access.folder, async (channels) => {
    const before = channels.find((one) => one.name === name)
    if (before !== undefined && !replaces) throw new FaultError({ code: 'CHANNEL_TAKEN', channel: name })
    const secret = await wantedSecret(context, access, draft, before)
    const problems = world.channels.problemsOf(settings, secret)
    if (problems.length > 0) refuse(settings.kind, problems)
    const channel = { name, settings }
    const sealedSecret = secret === null ? null : await sealSecret(world, access, channel, secret)
    return [...channels.filter((one) => one.name !== name), { ...channel, sealedSecret }]
  })
  changes.tell({ topic: 'alerts' })
}
