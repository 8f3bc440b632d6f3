/** Where the window comes from. */
export const ownScheme = 'app'
export const ownHost = 'holdfast'
export const ownAddress = `${ownScheme}://${ownHost}/`

/** The page at a place in the window, such as `/activity`. Places stand in the fragment: going to one loads nothing. */
export function addressOf(place: string): string {
  return `${ownAddress}#${place}`
}

/**
 * Whether an address is one of our own page. Trap: Node's `URL.origin` is 'null' for every scheme of one's own, so two such
 * origins are always equal; scheme and host are compared instead.
 */
export function isOwnPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return (
    url?.protocol === `${ownScheme}:` && url.host === ownHost && url.username === '' && url.password === ''
  )
}
