import { Menu } from '@mantine/core'
import { useLocation } from 'wouter'

import type { DatabaseView } from '../../../shared/domain/views.ts'

interface ContentItemsProps {
  readonly database: DatabaseView
  readonly canRead: boolean
}

/** What can be done with what is in the backups of a database, from its menu. */
export function ContentItems({ database, canRead }: ContentItemsProps) {
  const [, go] = useLocation()
  const { id, newestBackup } = database
  const isOff = newestBackup === null || !canRead
  const newest = newestBackup?.id ?? ''
  const hasRows = newestBackup?.type !== 'schema'
  const items = [
    { word: 'Go back to a moment', place: `/recovery/moment/${id}`, needsRows: false },
    { word: 'Bring back some rows or tables', place: `/recovery/partial/${id}`, needsRows: false },
    { word: 'Make an empty copy', place: `/recovery/schema/${id}`, needsRows: false },
    { word: 'Look inside the newest backup', place: `/look/${newest}`, needsRows: true },
    { word: 'Compare the newest backup with the file', place: `/compare/${newest}`, needsRows: true },
  ]
  return (
    <>
      {items.map(({ word, place, needsRows }) => (
        <Menu.Item key={word} disabled={isOff || (needsRows && !hasRows)} onClick={() => go(place)}>
          {word}
        </Menu.Item>
      ))}
    </>
  )
}
