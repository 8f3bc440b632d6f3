import type { ObjectChange } from '../../../shared/domain/comparison.ts'
import { ChangeMark } from './changes-grid.tsx'

/** Schema objects that differ, each with the statement of either side. */
export function ComparedSchema({ objects }: { readonly objects: readonly ObjectChange[] }) {
  return (
    <section className="section">
      <h2>Schema</h2>
      {objects.length === 0 && (
        <p className="soft">Every table, index, view and trigger is made by the same statement.</p>
      )}
      {objects.map(({ kind, name, change, before, after }) => (
        <article key={`${kind} ${name}`} className="selection">
          <div className="row">
            <ChangeMark kind={change} />
            <h3>
              {kind} <span className="mono">{name}</span>
            </h3>
          </div>
          {before !== null && (
            <pre className="sql">
              <del className={after === null ? 'cell-gone' : ''}>{before}</del>
            </pre>
          )}
          {after !== null && (
            <pre className="sql">
              <ins className={before === null ? 'cell-new' : ''}>{after}</ins>
            </pre>
          )}
        </article>
      ))}
    </section>
  )
}
