import { timePassed, type ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import { copyTelling, listAlerts, makeTellingPlace, takeLease, type Lease } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { schedulesLease } from '../schedules/hold-schedules.ts'
import type { KnownVault, OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import { awayPlaceOf } from './alerts-place.ts'
import { escalationOf } from './escalation-of.ts'
import { followCauses } from './follow-causes.ts'
import type { Messenger } from './messenger.ts'
import { readClocks } from './read-clocks.ts'
import {
  decideTellings,
  retryMessages,
  takeUpTellings,
  tellDecided,
  type TellingAround,
} from './tell-alerts.ts'

/** A drive that is plugged in again, a network that comes back, wakes nobody. */
const patienceMs = 60_000
const copyEveryMs = 60_000
/** Another program of this machine takes over from one that was silent for so long. */
const silentForMs = 3 * 60_000

/** What one program does while a vault is away. */
interface Away {
  readonly vault: OpenVault
  readonly place: KnownVault
  readonly since: ClockReading
  readonly sinceAt: string
  /** Held by the one program of this machine that tells; null: it tells nothing, or not yet. */
  teller: { readonly lease: Lease; readonly messenger: Messenger } | null
}

/**
 * Tells people that the vault can't be reached: from a folder of this machine, in which everything that telling needs was kept while the
 * vault was there. Each machine that works with the vault tells for itself, one of its programs for all.
 */
export class AwayWatch {
  private readonly context: OperationsContext
  private readonly openMessenger: (place: KnownVault) => Promise<Messenger>
  private away: Away | null = null
  private copied: { readonly vault: OpenVault; readonly at: ClockReading } | null = null
  private isStopped = false

  constructor(context: OperationsContext, openMessenger: (place: KnownVault) => Promise<Messenger>) {
    this.context = context
    this.openMessenger = openMessenger
  }

  /** Looks once. Rejects with the system's errors, and throws the faults of writing its folder. */
  async look(): Promise<void> {
    const { session } = this.context
    const vault = session.current()
    if (vault === null || this.isStopped) return
    if (session.status().state === 'unreachable') return this.lookWhileAway(vault)
    await this.cameBack()
    await this.keepCopy(vault)
  }

  /** Ends what is being sent, and lets another program tell. */
  async stop(): Promise<void> {
    this.isStopped = true
    await this.letGo()
  }

  private async keepCopy(vault: OpenVault): Promise<void> {
    const { ports } = this.context.world
    const now = readClocks(ports)
    const { copied } = this
    if (copied?.vault === vault && timePassed(copied.at, now) < copyEveryMs) return
    await copyTelling(ports, vault.access, awayPlaceOf(this.context, vault).access.folder)
    if (copied?.vault !== vault) await this.resolveLeftOver(vault)
    this.copied = { vault, at: now }
  }

  /** What a program left open that ended while the vault was away. */
  private async resolveLeftOver(vault: OpenVault): Promise<void> {
    const { ports } = this.context.world
    const { folder } = awayPlaceOf(this.context, vault).access
    const { records } = await listAlerts(ports, folder)
    if (records.every(({ resolvedAt }) => resolvedAt !== null)) return
    await followCauses(ports, folder, [], () => true, readClocks(ports))
  }

  private async cameBack(): Promise<void> {
    const { away } = this
    if (away === null) return
    this.away = null
    // Looked at again, should what follows fail.
    this.copied = null
    try {
      if (away.teller !== null) {
        const { ports } = this.context.world
        await followCauses(ports, away.place.access.folder, [], () => true, readClocks(ports))
        await retryMessages(await this.aroundOf(away, away.teller))
      }
    } finally {
      // Whatever happened, the next time that it is away somebody must be able to tell.
      await release(away)
      this.context.changes.tell({ topic: 'alerts' })
    }
  }

  private async lookWhileAway(vault: OpenVault): Promise<void> {
    const { ports } = this.context.world
    const now = readClocks(ports)
    if (this.away?.vault !== vault) {
      await this.letGo()
      const place = awayPlaceOf(this.context, vault)
      this.away = { vault, place, since: now, sinceAt: instantOf(ports.clock), teller: null }
    }
    const { away } = this
    if (timePassed(away.since, now) < patienceMs) return
    const teller = await this.takeTelling(away)
    if (teller === null) return
    const around = await this.aroundOf(away, teller)
    const cause = { kind: 'vault_away', folder: vault.access.folder, since: away.sinceAt } as const
    const turned = await followCauses(ports, around.folder, [cause], () => true, now)
    const alerts = await decideTellings(around, now)
    if (alerts.length > 0) await tellDecided(around, alerts)
    if (teller.messenger.waiting().length > 0) await retryMessages(around)
    if (turned + alerts.length > 0) this.context.changes.tell({ topic: 'alerts' })
  }

  private async takeTelling(away: Away): Promise<Away['teller']> {
    const { ports } = this.context.world
    const { folder } = away.place.access
    if (away.teller !== null) {
      if (await away.teller.lease.isHeld()) {
        await away.teller.lease.renew()
        return away.teller
      }
      await release(away)
    }
    // Of a vault that was never there while this program ran nothing is kept: the product’s own roles are told.
    await makeTellingPlace(ports, folder)
    const lease = await takeLease(ports, folder, {
      name: schedulesLease,
      purpose: schedulesLease,
      silentForMs,
    })
    if (lease === null) return null
    const messenger = await this.openMessenger(away.place).catch(async (error: unknown) => {
      await lease.release()
      throw error
    })
    const teller = { lease, messenger }
    away.teller = teller
    await takeUpTellings(await this.aroundOf(away, teller))
    return teller
  }

  private async aroundOf(
    { place }: Away,
    { lease, messenger }: NonNullable<Away['teller']>,
  ): Promise<TellingAround> {
    const { escalation } = await escalationOf(this.context, place)
    const mayTell = async (): Promise<boolean> => !this.isStopped && (await lease.isHeld())
    return { ports: this.context.world.ports, folder: place.access.folder, escalation, messenger, mayTell }
  }

  private async letGo(): Promise<void> {
    const { away } = this
    this.away = null
    if (away !== null) await release(away)
  }
}

async function release(away: Away): Promise<void> {
  const { teller } = away
  away.teller = null
  teller?.messenger.close()
  await teller?.lease.release()
}
