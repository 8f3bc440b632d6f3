import { type } from '@orpc/contract'
import { z } from 'zod'

import type { CheckedKit, MadeKit } from '../domain/keys/kit-views.ts'
import { forAdministrator, forOperator } from './base.ts'
import { pathField } from './fields.ts'
import { givenKeyField } from './keys-contract.ts'

/** The recovery kit: what restores without Holdfast. */
export const kitContract = {
  /** In a folder that is new or empty. With a recovery code it is a new one, which ends all older ones. */
  make: forAdministrator
    .input(z.object({ folder: pathField, withRecoveryCode: z.boolean() }))
    .output(type<MadeKit>()),
  /** Uses the kit: its own script rebuilds the newest backup. */
  check: forOperator
    .input(z.object({ folder: pathField, key: givenKeyField.optional() }))
    .output(type<CheckedKit>()),
}
