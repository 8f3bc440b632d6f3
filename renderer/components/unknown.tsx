/** A dash for what is not known, that says why: not known is never shown as 0. */
export function Unknown({ why }: { readonly why: string }) {
  return (
    <span className="unknown" title={why}>
      <span aria-hidden="true">—</span>
      <span className="visually-hidden">{why}</span>
    </span>
  )
}
