import { Copyable } from '../../components/copyable.tsx'

/** A new recovery code, in its groups, for as long as it is looked at. */
export function ShownCode({ code }: { readonly code: string }) {
  return (
    <div className="stack">
      <ol className="recovery-code mono" aria-label="Recovery code">
        {code.split('-').map((group, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a group is its place; two may be equal
          <li key={at}>{group}</li>
        ))}
      </ol>
      <Copyable text={code} what="the recovery code">
        <span className="soft small">
          It is shown only now. Write it down or print it, and keep it apart from the vault: with a copy of
          the vault it opens every backup.
        </span>
      </Copyable>
    </div>
  )
}
