import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import type { WindowConnection } from '../state/connection.tsx'
import { WindowFailure } from './window-failure.tsx'
import { WindowRoot } from './window-root.tsx'

/** Shows the window of a host that answers. Answers how to take it away. */
export function mountWindow(place: HTMLElement, connection: WindowConnection): () => void {
  // A one-time ticket that the link has used up must not be read as a place in the window.
  if (location.hash.startsWith('#ticket=')) history.replaceState(null, '', '#/')
  const root = createRoot(place)
  root.render(
    <StrictMode>
      <WindowRoot connection={connection} />
    </StrictMode>,
  )
  return () => root.unmount()
}

/** Shows that no host answers. */
export function mountFailure(place: HTMLElement, failure: string): void {
  createRoot(place).render(<WindowFailure failure={failure} />)
}
