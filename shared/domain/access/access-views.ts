import type { Fault } from '../fault.ts'
import type { AccessRules, AccessUser } from './access-rules.ts'
import type { Role } from './role.ts'

/** Who the user of this process is in the open vault. */
export interface OwnAccess extends AccessUser {
  /** Null: may nothing here. */
  readonly role: Role | null
  /** Why nobody may more than look now; null: nothing stands in the way. */
  readonly problem: Fault | null
}

/** Who may do what in the open vault. */
export interface AccessView {
  /** What holds; where there is a problem, what this machine saw last. */
  readonly rules: AccessRules
  readonly own: OwnAccess
  /** Whether the rules are sealed with the vault's key: without one, whoever may write the folder can change them unnoticed. */
  readonly isSealed: boolean
}
