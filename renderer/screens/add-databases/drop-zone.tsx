import { useEffect, useState } from 'react'

import { Notice } from '../../components/notice.tsx'
import { useSystemInfo } from '../../state/use-answers.ts'
import { setView } from '../../state/view-store.ts'
import { useChoosePath } from '../paths/use-choose-path.tsx'

/**
 * Shows where dragged files may be let go. Their paths come through the connection; where the host can't know them
 * (a browser hides them), it says so and opens the picker instead.
 */
export function DropZone() {
  const { data: system } = useSystemInfo()
  const givesPath = system?.capabilities.dropGivesPath === true
  const [isOver, setIsOver] = useState(false)
  const [wasBlind, setWasBlind] = useState(false)
  const { ask, dialog } = useChoosePath(
    'databases',
    'A browser hides where dropped files are: choose them here',
    (paths) => setView({ isAddingDatabases: true, droppedPaths: paths }),
  )
  useEffect(() => {
    if (wasBlind) ask()
    setWasBlind(false)
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [wasBlind])
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      setIsOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      setIsOver(false)
      if (!givesPath && (event.dataTransfer?.files.length ?? 0) > 0) setWasBlind(true)
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [givesPath])
  return (
    <>
      {dialog}
      {isOver && (
        <div className="drop-zone">
          <Notice kind="plain" title="Drop SQLite files to add them">
            {!givesPath && (
              <p>A browser hides where dropped files are; they are chosen by their path next.</p>
            )}
          </Notice>
        </div>
      )}
    </>
  )
}
