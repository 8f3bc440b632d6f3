import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'

import { isDatabaseName } from '../../../shared/domain/database-name.ts'
import type { DatabaseView } from '../../../shared/domain/views.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useChangeDatabase } from '../../state/use-database-actions.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { TierField } from '../add-databases/tier-field.tsx'
import { PathField } from '../paths/path-field.tsx'

/** Changes the name, path or tier of a database. */
export function ChangeDatabase({
  database,
  onClose,
}: {
  readonly database: DatabaseView
  readonly onClose: () => void
}) {
  const [name, setName] = useState(database.name)
  const [path, setPath] = useState(database.path)
  const [tier, setTier] = useState(database.tier)
  const change = useChangeDatabase()
  const isReady = isDatabaseName(name) && isAbsolutePath(path) && tier.trim() !== ''
  return (
    <Modal opened onClose={onClose} title={`Change ${database.name}`} size={560}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady)
            change.mutate({ databaseId: database.id, name, path, tier: tier.trim() }, { onSuccess: onClose })
        }}
      >
        <TextInput
          label="Name"
          description="New backups are named after it; those there are keep theirs"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isDatabaseName(name) ? null : 'Letters, digits, _ . and -, with a letter or a digit first.'}
          spellCheck={false}
        />
        <PathField label="Path of the SQLite file" mode="file" value={path} onChange={setPath} />
        <TierField value={tier} onChange={setTier} />
        {change.error !== null && <FaultNotice fault={readFault(change.error)} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isReady} loading={change.isPending}>
            Change
          </Button>
        </div>
      </form>
    </Modal>
  )
}
