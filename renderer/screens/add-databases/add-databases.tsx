import { Modal } from '@mantine/core'

import { setView, useViewStore } from '../../state/view-store.ts'
import { AddPanel } from './add-panel.tsx'

/** The dialog that registers databases, open from anywhere. */
export function AddDatabases() {
  const isOpen = useViewStore((view) => view.isAddingDatabases)
  const dropped = useViewStore((view) => view.droppedPaths)
  const close = (): void => setView({ isAddingDatabases: false, droppedPaths: [] })
  return (
    <Modal opened={isOpen} onClose={close} title="Add databases" size={760}>
      <AddPanel key={dropped.join('\n')} paths={dropped} onDone={close} />
    </Modal>
  )
}
