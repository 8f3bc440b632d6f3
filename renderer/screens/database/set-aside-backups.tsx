import { useRemoved } from '../../state/use-retention.ts'
import { SetAsideList } from '../backup/set-aside-list.tsx'

/** The backups of a database that retention set aside. Nothing where there are none. */
export function SetAsideBackups({ databaseId }: { readonly databaseId: string }) {
  const { data: removed = [] } = useRemoved(databaseId)
  return <SetAsideList removed={removed} what="backup" />
}
