import { Button } from '@mantine/core'

import type { Fault } from '../../../shared/domain/fault.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useMendAccess } from '../../state/use-access.ts'

/** Roles that can't be believed, and what the owner of the vault's files can do about it. */
export function RolesProblem({ fault }: { readonly fault: Fault }) {
  const mend = useMendAccess()
  return (
    <>
      <FaultNotice fault={fault} />
      <div className="row">
        <Button variant="default" loading={mend.isPending} onClick={() => mend.mutate()}>
          Write them anew, as this machine last saw them
        </Button>
      </div>
      {mend.error !== null && <FaultNotice fault={readFault(mend.error)} />}
    </>
  )
}
