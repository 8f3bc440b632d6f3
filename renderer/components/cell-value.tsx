import { assertNever } from '../../shared/base/assert-never.ts'
import type { Cell } from '../../shared/domain/cell.ts'
import { formatBytes } from '../../shared/domain/words/format-bytes.ts'

/** Characters of a text's beginning that a table's cell shows; the rest is on hover. */
const shownBlobDigits = 24

/** One value of a row, its kind to be seen: NULL is no text, an empty text is no NULL, a blob is its size and first bytes. */
export function CellValue({ cell }: { readonly cell: Cell }) {
  switch (cell.kind) {
    case 'null':
      return <span className="cell-null">NULL</span>
    case 'integer':
    case 'real':
      return <span className="mono num">{cell.text}</span>
    case 'blob':
      return (
        <span className="mono" title={`blob of ${formatBytes(cell.sizeBytes)}`}>
          x’{cell.hex.slice(0, shownBlobDigits)}
          {(cell.isCut || cell.hex.length > shownBlobDigits) && '…'}’{' '}
          <span className="soft">{formatBytes(cell.sizeBytes)}</span>
        </span>
      )
    case 'text':
      if (cell.text === '') return <span className="cell-null">empty text</span>
      return (
        <span title={cell.text}>
          {/* A line break would hide what comes after it. */}
          {cell.text.replaceAll('\n', '↵')}
          {cell.isCut && <span className="soft">… {formatBytes(cell.sizeBytes)}</span>}
        </span>
      )
    default:
      return assertNever(cell, 'cell')
  }
}

/** Whether values of this kind stand on the right: numbers do. */
export function isNumberCell(cell: Cell | undefined): boolean {
  return cell?.kind === 'integer' || cell?.kind === 'real'
}
