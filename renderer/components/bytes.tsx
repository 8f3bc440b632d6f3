import { formatBytes, formatExactBytes } from '../../shared/domain/words/format-bytes.ts'
import { Unknown } from './unknown.tsx'

/** A size; the exact number of bytes on hover. */
export function Bytes({
  bytes,
  unknown = 'Not known',
}: {
  readonly bytes: number | null
  readonly unknown?: string
}) {
  if (bytes === null) return <Unknown why={unknown} />
  return (
    <span className="num" title={formatExactBytes(bytes)}>
      {formatBytes(bytes)}
    </span>
  )
}
