import { countOf } from '../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../shared/domain/words/list-words.ts'
import { Notice } from '../../components/notice.tsx'

const mostNames = 6

/** Why everything is kept: what a pin or a hold that can't be read keeps is not known. Nothing where all can be. */
export function DamagedMarks({ files }: { readonly files: readonly string[] }) {
  if (files.length === 0) return null
  return (
    <Notice kind="failed" title="All backups are kept">
      <p>
        {countOf(files.length, 'pin or hold', 'pins or holds')} can’t be read: {listWords(files, mostNames)}.
        What {files.length === 1 ? 'it keeps' : 'they keep'} is not known, so no clean-up removes anything.
        Bring the {files.length === 1 ? 'file' : 'files'} back from a copy of the vault, or remove{' '}
        {files.length === 1 ? 'it' : 'them'} and place the holds again.
      </p>
    </Notice>
  )
}
