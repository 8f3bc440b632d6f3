/** The application's mark, drawn in the colour of the text around it: a holdfast, the root-like anchor of kelp. */
export function Mark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M16 2.5c-1.6 3.6 1.4 5.6 0 10.5" strokeWidth="3" />
      <path d="M16 12.500c0 6-.4 9 0 16.5" strokeWidth="2.6" />
      <path d="M16 13c-2 4.5-6.5 4.5-7.5 15.5" strokeWidth="2.4" />
      <path d="M16 13c2 4.5 6.5 4.5 7.5 15.5" strokeWidth="2.4" />
      <path d="M11.3 18.300c-3.6 1-6.6 3-8.3 7.7" strokeWidth="2.2" />
      <path d="M20.7 18.300c3.6 1 6.6 3 8.3 7.7" strokeWidth="2.2" />
    </svg>
  )
}
