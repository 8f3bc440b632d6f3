import type { StorageView } from '../../../shared/domain/views.ts'
import { Bytes } from '../../components/bytes.tsx'
import { storedWords } from '../../text/stored-words.ts'

/** What the vault holds and what is left on its file system. */
export function StorageUse({ storage }: { readonly storage: StorageView }) {
  const { storedBytes, freeBytes } = storage
  const total = freeBytes === null ? null : storedBytes + freeBytes
  return (
    <section className="section" aria-label="Storage">
      <div className="section-head">
        <h2>Storage</h2>
      </div>
      <div className="figures">
        <div>
          <div className="figure-value">
            <Bytes bytes={storedBytes} />
          </div>
          <div className="figure-word">{`in ${storedWords(storage)}`}</div>
        </div>
        <div>
          <div className="figure-value">
            <Bytes bytes={freeBytes} unknown="The vault's file system does not answer" />
          </div>
          <div className="figure-word">free</div>
        </div>
      </div>
      {total !== null && total > 0 && (
        <div className="storage-bar" aria-hidden="true">
          <span style={{ width: `max(2px, ${(storedBytes / total) * 100}%)` }} />
        </div>
      )}
    </section>
  )
}
