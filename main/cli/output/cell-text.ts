import { assertNever } from '../../../shared/base/assert-never.ts'
import type { Cell } from '../../../shared/domain/cell.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'

const shownLength = 60

function cut(text: string, isCut: boolean): string {
  const characters = Array.from(text)
  if (characters.length <= shownLength && !isCut) return text
  return `${characters.slice(0, shownLength).join('')}…`
}

/** A value in a table on a terminal: short, and each kind told from the others. */
export function cellText(cell: Cell): string {
  switch (cell.kind) {
    case 'null':
      return 'NULL'
    case 'text':
      return cut(cell.text, cell.isCut)
    case 'blob':
      return `${cut(`x'${cell.hex}'`, cell.isCut)} (${formatBytes(cell.sizeBytes)})`
    case 'integer':
    case 'real':
      return cell.text
    default:
      return assertNever(cell, 'cell')
  }
}
