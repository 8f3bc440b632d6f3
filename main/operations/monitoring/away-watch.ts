import { timePassed, type ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import { listAlerts, makeTellingPlace, takeLease, type Lease } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { schedulesLease } from '../schedules/hold-schedules.ts'
import type { KnownVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'
import { awayPlaceOf } from './alerts-place.ts'
import { escalationOf } from './escalation-of.ts'
import { followCauses } from './follow-causes.ts'
import type { Messenger, OpenMessenger } from './messenger.ts'
import { readClocks } from './read-clocks.ts'
import { decideTellings, retryMessages, takeUpTellings, tellDecided } from './tell-alerts.ts'
import type { TellingAround } from './telling-around.ts'
import { VaultReach, type VaultTrouble } from './vault-reach.ts'

/** What telling takes of a program. */
type TellingContext = Pick<OperationsContext, 'world' | 'changes'>

/** A drive that is plugged in again, a network that comes back, wakes nobody. */
const patienceMs = 60_000
const copyEveryMs = 60_000
/** Another program of this machine takes over from one that was silent for so long. */
const silentForMs = 3 * 60_000

/** A vault that is worked with, as it was found; `trouble` null: it is there. */
export interface FoundVault {
  readonly vault: KnownVault
  readonly trouble: VaultTrouble | null
}

/** What one program does while a vault can’t be used. */
interface Away {
  readonly vault: KnownVault
  readonly place: KnownVault
  readonly since: ClockReading
  /** Of each kind of trouble, as it was found first. */
  readonly kindsSince: Map<VaultTrouble['kind'], string>
  /** Held by the one program of this machine that tells; null: it tells nothing, or not yet. */
  teller: { readonly lease: Lease; readonly messenger: Messenger } | null
}

/**
 * Tells people that the vault can't be reached, or not be written: from a folder of this machine, in which everything that telling needs was
 * kept while the vault was there. Each machine that works with the vault tells for itself, one of its programs for all.
 */
export class AwayWatch {
  private readonly context: TellingContext
  private readonly openMessenger: (place: KnownVault) => Promise<Messenger>
  private readonly vaults: VaultReach
  private away: Away | null = null
  private copied: { readonly vault: KnownVault; readonly at: ClockReading } | null = null
  private isStopped = false

  constructor(context: TellingContext, openMessenger: OpenMessenger) {
    this.context = context
    this.openMessenger = (place) => openMessenger(place, true)
    this.vaults = new VaultReach(context.world)
  }

  /** Looks once; null: no vault is worked with. Rejects with the system's errors, and throws the faults of writing its folder. */
  async look(found: FoundVault | null): Promise<void> {
    if (this.isStopped) return
    if (found === null) return this.letGo()
    const { vault } = found
    const trouble = found.trouble ?? (vault.isReadOnly ? null : await this.vaults.troubleOf(vault))
    if (this.isStopped) return
    if (trouble !== null) return this.lookInTrouble(vault, trouble)
    await this.cameBack()
    await this.keepCopy(vault)
  }

  /** Ends what is being sent, and lets another program tell. */
  async stop(): Promise<void> {
    this.isStopped = true
    await this.letGo()
  }

  private async keepCopy(vault: KnownVault): Promise<void> {
    const { ports } = this.context.world
    const now = readClocks(ports)
    const { copied } = this
    if (copied?.vault === vault && timePassed(copied.at, now) < copyEveryMs) return
    if (!(await this.vaults.copy(vault, awayPlaceOf(this.context, vault).access.folder))) return
    if (copied?.vault !== vault) await this.resolveLeftOver(vault)
    this.copied = { vault, at: now }
  }

  /** What a program left open that ended while the vault was away. */
  private async resolveLeftOver(vault: KnownVault): Promise<void> {
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

  private async beginAway(vault: KnownVault, now: ClockReading): Promise<Away> {
    await this.letGo()
    const place = awayPlaceOf(this.context, vault)
    return { vault, place, since: now, kindsSince: new Map(), teller: null }
  }

  private async lookInTrouble(vault: KnownVault, trouble: VaultTrouble): Promise<void> {
    const { ports } = this.context.world
    const now = readClocks(ports)
    const away = this.away?.vault === vault ? this.away : await this.beginAway(vault, now)
    this.away = away
    const since = away.kindsSince.get(trouble.kind) ?? instantOf(ports.clock)
    away.kindsSince.set(trouble.kind, since)
    // One that is away and then can’t be written has been of no use for as long as both.
    if (timePassed(away.since, now) < patienceMs) return
    const teller = await this.takeTelling(away)
    if (teller === null) return
    const around = await this.aroundOf(away, teller)
    const cause = { ...trouble, folder: vault.access.folder, since }
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
