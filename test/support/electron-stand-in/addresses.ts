/** Where the stand-in serves the app's scheme; set once it listens. */
const served = { origin: '' }

/** The app's own origin: what main and preload are made to see. */
const appOrigin = 'app://holdfast'

export function servedAt(origin: string): void {
  served.origin = origin
}

/** The address as chromium has to be told it. */
export function toChromium(address: string): string {
  return address.startsWith(`${appOrigin}/`) ? served.origin + address.slice(appOrigin.length) : address
}

/** The address as Electron would name it. */
export function toElectron(address: string): string {
  return address.startsWith(`${served.origin}/`) ? appOrigin + address.slice(served.origin.length) : address
}
