import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'

import type { ArchivesPlan } from '../../../../shared/domain/retention/prune-views.ts'
import type { StoredArchive } from '../../../../shared/domain/system-archive.ts'
import { formatBytes } from '../../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { useNow } from '../../../components/use-now.ts'
import { useVerifyArchive } from '../../../state/use-archives.ts'
import { useKeepMarks } from '../../../state/use-retention.ts'
import { useVaultPermits } from '../../../state/use-vault-permits.ts'
import { archiveSentence, archiveState, fateWords, keptWords } from '../../../text/archive-words.ts'
import { KeptSection } from '../../backup/kept-section.tsx'
import { marksOfArchive } from '../../backup/marks-of.ts'
import { ActButton } from '../../access/act-button.tsx'

/** One archive of all databases together: what it is, what keeps it, and what can be done with it. */
export function ArchiveLine({
  archive,
  plan,
}: {
  readonly archive: StoredArchive
  /** What the next clean-up would do; undefined: not known yet. */
  readonly plan: ArchivesPlan | undefined
}) {
  const nowMs = useNow()
  const [isKeeping, setKeeping] = useState(false)
  const verify = useVerifyArchive()
  const { data } = useKeepMarks(undefined)
  const { canRead } = useVaultPermits()
  const { archiveId, takenAt, databases, sizeBytes } = archive
  const moment = formatMoment(takenAt)
  const marks = data && marksOfArchive(data.marks, archive)
  return (
    <li className="line-item needs-line archive-line">
      <StateMark state={archiveState(archive)} isBare />
      <span className="num">{moment}</span>
      <span className="soft">
        {countOf(databases.length, 'database')}, {formatBytes(sizeBytes)}. {archiveSentence(archive, nowMs)}
        {marks && keptWords(marks.isPinned, marks.holds)}
        {plan && fateWords(plan, archiveId)}
      </span>
      <span className="row">
        <Button
          variant="default"
          onClick={() => setKeeping(true)}
          aria-label={`Keep… the archive of ${moment}`}
        >
          Keep…
        </Button>
        <ActButton
          act="archives.verify"
          variant="default"
          disabled={!canRead}
          loading={verify.isPending}
          onClick={() => verify.mutate(archiveId)}
          aria-label={`Verify the archive of ${moment}`}
        >
          Verify
        </ActButton>
        <Button
          component={Link}
          href={`/recovery/system/${archiveId}`}
          variant="default"
          aria-label={`Restore all from the archive of ${moment}`}
        >
          Restore all
        </Button>
      </span>
      {isKeeping && (
        <Modal opened onClose={() => setKeeping(false)} title={`Archive of ${moment}`} size={480}>
          <KeptSection id={archiveId} keeps="this archive" marks={marks} />
        </Modal>
      )}
    </li>
  )
}
