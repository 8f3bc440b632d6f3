import { commandActs } from '../../../shared/domain/access/command-acts.ts'
import { FaultError } from '../../../shared/domain/fault.ts'
import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { beginAct } from '../../operations/access/begin-act.ts'
import type { NewKey } from '../../operations/keys/choose-key.ts'
import { createVault, type NewVault } from '../../operations/vaults/create-vault.ts'
import { printable } from '../output/print-table.ts'
import { answer, givenKeyOf, pathFrom, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** Options of `init`. */
export interface InitOptions extends GlobalOptions {
  readonly encryption: boolean
}

/** A key that a new vault can be made with. A recovery code is the program's to make. */
function namedKey(terminal: Terminal, options: GlobalOptions): NewKey | undefined {
  const given = givenKeyOf(terminal, options)
  if (given === undefined || given.kind === 'passphrase_file' || given.kind === 'key_file') return given
  const detail = 'a new vault has no recovery code yet: make one with `holdfast key recovery-code`'
  throw new FaultError({ code: 'WRONG_USE', detail })
}

function keyFor(terminal: Terminal, options: InitOptions): NewKey {
  const given = namedKey(terminal, options)
  if (!options.encryption) {
    if (given === undefined) return { kind: 'none' }
    const detail = '--no-encryption can’t be given together with a key'
    throw new FaultError({ code: 'WRONG_USE', detail })
  }
  if (given !== undefined) return given
  const { env } = terminal
  const byEnvironment = {
    passphraseFile: env['HOLDFAST_PASSPHRASE_FILE'] || undefined,
    keyFile: env['HOLDFAST_KEY_FILE'] || undefined,
  }
  return namedKey(terminal, byEnvironment) ?? { kind: 'automatic' }
}

const keyWords: Readonly<Record<NewVault['keyFrom'], (keyFile: string) => string>> = {
  none: () => 'It is not encrypted: whoever can read the folder can read the backups.',
  passphrase: () => 'It is encrypted. Without the passphrase no backup in it can be restored.',
  recovery_code: () => 'It is encrypted. Without its recovery code no backup in it can be restored.',
  keychain: () =>
    'It is encrypted. The key is in the keychain of this system; without it no backup in the vault can be restored.',
  key_file: (keyFile) =>
    `It is encrypted. The key is in ${keyFile}\nWithout that file no backup in the vault can be restored: keep a copy of it in another place.`,
}

function textOf({ folder, keyFrom, keyFile }: NewVault): string {
  return `The vault ${printable(folder)} is made.\n${keyWords[keyFrom](printable(keyFile ?? ''))}\n`
}

/** `init DIR`: makes a vault. */
export function initCommand(terminal: Terminal, folder: string, options: InitOptions): Promise<ExitStatus> {
  const key = keyFor(terminal, options)
  return withSession(terminal, async (session) => {
    const { operations, acts } = session
    const place = pathFrom(terminal, folder)
    const act = {
      name: 'vault.create',
      needs: commandActs['vault.create'],
      facts: { folder: place },
    } as const
    acts.push(await beginAct(operations, act))
    const made = await createVault(operations, place, key)
    const { vaultId, keyFrom, keyFile } = made
    const encryption = keyFrom === 'none' ? 'none' : 'aes-256-gcm'
    const json = { vault: { folder: made.folder, vaultId, encryption, keyFrom, keyFile: keyFile ?? null } }
    answer(session, options, json, () => textOf(made))
    return exitStatus.done
  })
}
