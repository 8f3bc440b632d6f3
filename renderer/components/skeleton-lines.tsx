const widths = ['62%', '48%', '71%', '55%', '66%', '43%']

/** Grey lines where text is on its way. */
export function SkeletonLines({ count = 6 }: { readonly count?: number }) {
  return (
    <div className="stack" aria-busy="true">
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: count }, (_, n) => (
        <div key={n} className="skeleton" style={{ width: widths[n % widths.length] }} />
      ))}
    </div>
  )
}
