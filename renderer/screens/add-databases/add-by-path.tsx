import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'

import { countOf } from '../../../shared/domain/words/format-count.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useAddDatabases } from '../../state/use-database-actions.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { PathInput } from '../paths/path-input.tsx'
import { useChoosePath } from '../paths/use-choose-path.tsx'
import { ActButton } from '../access/act-button.tsx'
import { AddResults } from './add-results.tsx'
import { TierField } from './tier-field.tsx'

/** Registers files by their paths: typed, pasted, chosen, or dropped. */
export function AddByPath({
  paths: given,
  onDone,
}: {
  readonly paths: readonly string[]
  readonly onDone: () => void
}) {
  const [paths, setPaths] = useState(given)
  const [typed, setTyped] = useState('')
  const [tier, setTier] = useState('core')
  const add = useAddDatabases()
  const take = (more: readonly string[]): void => setPaths((now) => [...new Set([...now, ...more])])
  const { ask, dialog } = useChoosePath('databases', 'Choose SQLite databases', take)
  const all = [...new Set([...paths, ...pathsIn(typed)])]
  if (add.data !== undefined)
    return <AddResults results={add.data} onDone={onDone} onMore={() => add.reset()} />
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (all.length > 0) add.mutate({ paths: all, tier: tier.trim() === '' ? 'core' : tier.trim() })
      }}
    >
      <PathInput
        label="Path of a SQLite file"
        description="Type or paste it, choose it, or drop files on the window"
        value={typed}
        onChange={setTyped}
        isFirst
      >
        <Button variant="default" onClick={() => ask()}>
          Browse
        </Button>
      </PathInput>
      {paths.length > 0 && (
        <ul className="path-list" aria-label="Files to add">
          {paths.map((path) => (
            <li key={path} className="row spread">
              <span className="mono">{path}</span>
              <ActionIcon
                size={22}
                aria-label={`Leave out ${path}`}
                onClick={() => setPaths(paths.filter((one) => one !== path))}
              >
                <IconX size={13} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <TierField value={tier} onChange={setTier} />
      {add.error !== null && <FaultNotice fault={readFault(add.error)} />}
      <div className="dialog-foot">
        <ActButton act="databases.add" type="submit" disabled={all.length === 0} loading={add.isPending}>
          {all.length > 1 ? `Add ${countOf(all.length, 'database')}` : 'Add database'}
        </ActButton>
      </div>
      {dialog}
    </form>
  )
}

function pathsIn(typed: string): readonly string[] {
  const path = typed.trim()
  return isAbsolutePath(path) ? [path] : []
}
