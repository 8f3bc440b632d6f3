import { mayAct } from '../../../shared/domain/access/role.ts'
import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import type { VaultStatus } from '../../../shared/domain/views.ts'
import {
  inVault,
  makeVaultPrivate,
  mendVaultFile,
  openVault as readVault,
  sweepLeftovers,
  vaultPaths,
  type VaultFacts,
} from '../../engine/engine.ts'
import { ownAccessIn } from '../access/role-of-actor.ts'
import { seeClock } from '../catalog/clock-memory.ts'
import { catalogFileFor, openCatalog } from '../catalog/open-catalog.ts'
import { syncCatalog } from '../catalog/sync-catalog.ts'
import { placeName } from '../home/place-name.ts'
import { createCoalescedWriter } from '../inventory/inventory-writer.ts'
import { writeInventory } from '../inventory/write-inventory.ts'
import { noteSlotOpened } from '../keys/note-slot-test.ts'
import { unlockByItself, unlockWith, type GivenKey, type Unlocked } from '../keys/resolve-key.ts'
import type { OperationsContext } from '../operations-context.ts'
import { instantOf, type World } from '../world.ts'
import { closeVault } from './close-vault.ts'
import { readRecentVaults, rememberVault, type RememberedVault } from './recent-vaults.ts'
import type { OpenVault } from './vault-session.ts'

/** Whether this user may write in the vault: tried, because permission bits do not tell of a read-only mount. */
async function isReadOnly(world: World, folder: string): Promise<boolean> {
  const { files, ids } = world.ports
  const probe = inVault(folder, `${vaultPaths.scratch}/${ids.newId()}.probe`)
  try {
    await (await files.open(probe, 'create')).close()
    await files.remove(probe)
    return false
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code
    if (errno === 'EROFS' || errno === 'EACCES' || errno === 'EPERM') return true
    // A full disk, or a folder that is missing: work will say so itself.
    return false
  }
}

async function sweep(world: World, folder: string): Promise<void> {
  try {
    const report = await sweepLeftovers(world.ports, folder)
    if (report.removed.length > 0) world.ports.logger.info('vault.swept', { folder, ...report })
  } catch (error) {
    // What an unfinished run left takes room and harms nothing: the next opening tries again.
    world.ports.logger.warn('vault.not_swept', { folder, fault: faultOf(error) ?? String(error) })
  }
}

async function mendDescription(world: World, folder: string): Promise<void> {
  try {
    const mended = await mendVaultFile(world.ports, folder)
    if (mended !== null) world.ports.logger.warn('vault.description_mended', { folder, file: mended })
  } catch (error) {
    // The vault was opened by its other copy: the next opening tries again.
    world.ports.logger.warn('vault.description_not_mended', {
      folder,
      fault: faultOf(error) ?? String(error),
    })
  }
}

const rewriteAfterMs = 24 * 60 * 60 * 1000

/** Remembers the vault for next time. A home folder that can't be written costs only that. */
async function remember(
  world: World,
  { facts, homeName }: OpenVault,
  keyFile: string | undefined,
): Promise<void> {
  const { recentVaultsFile } = world.home
  try {
    const [newest] = await readRecentVaults(recentVaultsFile)
    const { folder, vaultId } = facts
    const isEncrypted = facts.encryption !== 'none'
    const isSame =
      newest?.folder === folder &&
      newest.keyFile === keyFile &&
      newest.homeName === homeName &&
      newest.vaultId === vaultId &&
      newest.isEncrypted === isEncrypted
    const ageMs = world.ports.clock.now() - Date.parse(newest?.openedAt ?? '')
    if (isSame && ageMs >= 0 && ageMs < rewriteAfterMs) return
    await rememberVault(recentVaultsFile, {
      folder,
      vaultId,
      openedAt: instantOf(world.ports.clock),
      keyFile,
      homeName,
      isEncrypted,
    })
  } catch (error) {
    world.ports.logger.warn('vault.not_remembered', { errno: (error as NodeJS.ErrnoException).code })
  }
}

/** Whether this user may do more than look. Throws ROLE_NEEDED for one who may not even do that. */
async function mayWorkIn(world: World, vault: Pick<OpenVault, 'access' | 'catalog'>): Promise<boolean> {
  const { role, user } = await ownAccessIn(world, vault)
  if (role !== null) return mayAct(role, 'operator')
  throw new FaultError({ code: 'ROLE_NEEDED', act: 'vault.open', needs: 'viewer', has: null, user })
}

/** Makes an unlocked vault the open one: clears what dead runs left, and brings the catalog up to date. */
export async function enterVault(
  context: OperationsContext,
  facts: VaultFacts,
  unlocked: Unlocked,
  isLooking = false,
): Promise<VaultStatus> {
  const { world, session } = context
  const place = await world.ports.files.realPath(facts.folder)
  const catalog = openCatalog(catalogFileFor(world.home.catalogsFolder, facts.vaultId, place))
  let readOnly = false
  try {
    const mayWork = await mayWorkIn(world, { access: unlocked.access, catalog })
    readOnly = !isLooking && (await isReadOnly(world, facts.folder))
    if (!readOnly && !isLooking && mayWork) {
      await sweep(world, facts.folder)
      await mendDescription(world, facts.folder)
      const closed = await makeVaultPrivate(world.ports, facts.folder, world.actor.uid)
      if (closed.length > 0) world.ports.logger.warn('vault.made_private', { closed })
    }
    await syncCatalog(world.ports, unlocked.access, catalog)
  } catch (error) {
    catalog.close()
    throw error
  }
  seeClock(catalog.marks, world.ports.clock.now())
  const { access, keyFrom, slotId } = unlocked
  const vault: OpenVault = {
    facts,
    access,
    homeName: placeName(facts.vaultId, place),
    keyFrom,
    slotId,
    isReadOnly: readOnly,
    catalog,
    inventory: createCoalescedWriter(world.timers, () => writeInventory(world, vault)),
  }
  await remember(world, vault, unlocked.keyFile)
  if (!readOnly && !isLooking) await noteSlotOpened(world, vault)
  session.become({ state: 'open', vault })
  return session.status()
}

/**
 * A vault's description is not sealed with its key: whoever can write to the folder could make it say that the vault is not encrypted,
 * and every backup from then on would be readable to them. Throws VAULT_DAMAGED where this machine knows better.
 */
function refuseStripped(facts: VaultFacts, known: readonly RememberedVault[]): void {
  const wasEncrypted = known.some((one) => one.isEncrypted === true || one.keyFile !== undefined)
  if (facts.encryption !== 'none' || !wasEncrypted) return
  const detail =
    'it says that the vault is not encrypted, and it was when it was last open on this machine: somebody changed it'
  throw new FaultError({ code: 'VAULT_DAMAGED', path: facts.folder, detail })
}

/** How a vault is opened. */
export interface OpeningOptions {
  /** The key to open it with; left out: what this machine knows. */
  readonly given?: GivenKey | undefined
  /** Nothing will be changed: whether it can be written is not tried, and leftovers of dead runs stay. */
  readonly isLooking?: boolean | undefined
}

/**
 * Opens a vault with the key that is given, or with what this machine knows; `locked` where neither opens it.
 * The vault that was open is closed once this one can be read. Throws the faults of reading a vault (VAULT_DAMAGED also where it was encrypted
 * and says that it is not), KEY_WRONG, KEY_FILE_UNREADABLE,
 * KEY_NEEDED for a given key of a kind that the vault does not take, and ROLE_NEEDED for a user who has no role in it.
 */
export async function openVault(
  context: OperationsContext,
  folder: string,
  options: OpeningOptions = {},
): Promise<VaultStatus> {
  const { world, session } = context
  const { given, isLooking } = options
  const facts = await readVault(world.ports, folder)
  const recent = await readRecentVaults(world.home.recentVaultsFile)
  const known = recent.filter((one) => one.vaultId === facts.vaultId)
  refuseStripped(facts, known)
  const remembered = known.find((one) => one.keyFile !== undefined)?.keyFile
  const unlocked =
    given === undefined ? await unlockByItself(world, facts, remembered) : await unlockWith(facts, given)
  await closeVault(context)
  if (unlocked !== null) return enterVault(context, facts, unlocked, isLooking)
  session.become({ state: 'locked', facts })
  return session.status()
}

/** Unlocks the vault that waits for its key. Throws VAULT_NOT_GIVEN when none does, KEY_WRONG, KEY_NEEDED, KEY_FILE_UNREADABLE. */
export async function unlockOpenedVault(context: OperationsContext, given: GivenKey): Promise<VaultStatus> {
  const facts = context.session.locked()
  if (facts === null) throw new FaultError({ code: 'VAULT_NOT_GIVEN' })
  return enterVault(context, facts, await unlockWith(facts, given))
}
