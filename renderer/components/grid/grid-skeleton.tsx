/** Rows on their way, before it is known how many there are. */
export function GridSkeleton({ rows = 8 }: { readonly rows?: number }) {
  return (
    <div className="grid-full" aria-busy="true">
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: rows }, (_, n) => (
        <div
          key={n}
          className="grid-line"
          style={{
            gridTemplateColumns: '70px minmax(0, 2fr) minmax(0, 1fr) 90px 90px 70px',
            height: 32,
            borderBottom: '1px solid var(--hf-line)',
          }}
        >
          {['80%', `${40 + ((n * 17) % 35)}%`, '55%', '70%', '60%', '50%'].map((width, cell) => (
            <span key={cell} className="skeleton" style={{ width }} />
          ))}
        </div>
      ))}
    </div>
  )
}
