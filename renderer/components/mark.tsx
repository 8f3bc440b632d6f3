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
      <path d="M16 2.5c-1.6 3.6 1.4 5.600 0 10.500" strokeWidth="3" />
      <path d="M16 12.500c0 6-.4 9 0 16.500" strokeWidth="2.600" />
      <path d="M16 13c-2 4.500-6.500 4.500-7.500 15.500" strokeWidth="2.400" />
      <path d="M16 13c2 4.500 6.500 4.500 7.500 15.500" strokeWidth="2.400" />
      <path d="M11.300 18.300c-3.600 1-6.600 3-8.300 7.700" strokeWidth="2.200" />
      <path d="M20.700 18.300c3.600 1 6.600 3 8.300 7.700" strokeWidth="2.200" />
    </svg>
  )
}
