import { faultOf, type Fault } from '../../../shared/domain/fault.ts'
import { copyTelling, tryWriting } from '../../engine/engine.ts'
import type { KnownVault } from '../vaults/vault-session.ts'
import { withinLimit } from '../within-limit.ts'
import type { World } from '../world.ts'

/** What keeps a vault from being used. */
export type VaultTrouble =
  { readonly kind: 'vault_away' } | { readonly kind: 'vault_unwritable'; readonly fault: Fault }

/** A file system that has not answered by then counts as away. */
const limitMs = 30_000

type Late = 'late'

/** Some work in one vault, of which no second begins beside one that hangs. */
class OneAtOnce<T> {
  private underWay: { readonly vault: KnownVault; readonly work: Promise<T> } | null = null

  of(vault: KnownVault, begin: () => Promise<T>): Promise<T> {
    if (this.underWay?.vault === vault) return this.underWay.work
    const work = begin().finally(() => {
      if (this.underWay?.work === work) this.underWay = null
    })
    this.underWay = { vault, work }
    return work
  }
}

/** Works in vaults whose file system may hang: then it waits for it no longer than half a minute. */
export class VaultReach {
  private readonly world: World
  private readonly tries = new OneAtOnce<VaultTrouble | null>()
  private readonly copies = new OneAtOnce<true>()

  constructor(world: World) {
    this.world = world
  }

  /** What keeps a vault from being written, tried by writing; null: nothing does. Rejects with what is no expected failure. */
  async troubleOf(vault: KnownVault): Promise<VaultTrouble | null> {
    const trouble = await this.within(this.tries.of(vault, () => this.tried(vault)))
    return trouble === 'late' ? { kind: 'vault_away' } : trouble
  }

  /** Keeps what telling needs of a vault in a folder (`copyTelling`); false: it does not answer. Throws as that does. */
  async copy(vault: KnownVault, to: string): Promise<boolean> {
    const work = async (): Promise<true> => {
      await copyTelling(this.world.ports, vault.access, to)
      return true
    }
    return (await this.within(this.copies.of(vault, work))) === true
  }

  private async tried({ access }: KnownVault): Promise<VaultTrouble | null> {
    try {
      await tryWriting(this.world.ports, access.folder)
      return null
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      return fault.code === 'VAULT_MISSING' ? { kind: 'vault_away' } : { kind: 'vault_unwritable', fault }
    }
  }

  private within<T>(work: Promise<T>): Promise<T | Late> {
    return withinLimit<T, Late>(this.world.timers, limitMs, work, 'late')
  }
}
