import { type } from '@orpc/contract'
import { z } from 'zod'

import type { Fault } from '../domain/fault.ts'
import type { VaultStatus } from '../domain/views.ts'
import { forOperator, forViewer } from './base.ts'
import { pathField } from './fields.ts'

const keyChoiceField = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('automatic') }),
  z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
  z.object({ kind: z.literal('key_file'), path: pathField }),
  z.object({ kind: z.literal('none') }),
])

/** A vault this user has had open on this machine. */
export interface RecentVault {
  readonly folder: string
  readonly vaultId: string
  readonly openedAt: string
  readonly isReachable: boolean
}

export const vaultContract = {
  status: forViewer.output(type<VaultStatus>()),
  recent: forViewer.output(type<readonly RecentVault[]>()),
  /** No act in the vault that is open, which is closed: whoever may only look there may have one of one's own. */
  create: forViewer.input(z.object({ folder: pathField, key: keyChoiceField })).output(type<VaultStatus>()),
  /** Opens a vault with what this machine knows (key file, keychain); answers `locked` where a passphrase is needed. */
  open: forViewer.input(z.object({ folder: pathField })).output(type<VaultStatus>()),
  unlock: forViewer
    .input(
      z.object({
        key: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
          z.object({ kind: z.literal('key_file'), path: pathField }),
          z.object({ kind: z.literal('recovery_code'), code: z.string().min(1).max(256) }),
        ]),
      }),
    )
    .output(type<VaultStatus>()),
  close: forViewer.output(type<VaultStatus>()),
  /** Forgets the catalog and reads every manifest again. */
  rebuild:
    forOperator.output(
      type<{
        readonly databases: number
        readonly backups: number
        readonly damaged: readonly string[]
        readonly faults: readonly { readonly file: string; readonly fault: Fault }[]
      }>(),
    ),
}
