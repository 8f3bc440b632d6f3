import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, vi } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'

import { ConnectionProvider } from '../../../renderer/state/connection.tsx'
import { useChanges } from '../../../renderer/state/follow-changes.ts'
import { newQueryClient } from '../../../renderer/state/new-query-client.ts'
import { theme } from '../../../renderer/styles/theme.ts'
import { sampleBackend } from '../../support/sample/sample-backend.ts'
import type { SceneName } from '../../support/sample/scenes.ts'

afterEach(cleanup)

// What jsdom lacks and Mantine asks for.
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}))
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
)
// A field that grows with its text measures it anew when the fonts are there.
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true })
// A virtual list draws the rows that fit: here a screen full.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { get: () => 640 },
  clientWidth: { get: () => 1200 },
})
HTMLCanvasElement.prototype.getContext = () => null
Element.prototype.scrollIntoView = () => undefined
Element.prototype.scrollTo = () => undefined

function WatchChanges() {
  useChanges()
  return null
}

type Backend = ReturnType<typeof sampleBackend>

/** Shows a part of the window on the backend of a scene, at a place. `prepare`: changes what the backend answers before it is asked. */
export function renderWindow(
  scene: SceneName,
  place: string,
  part: ReactNode,
  prepare: (backend: Backend) => void = () => undefined,
) {
  const backend = sampleBackend(scene, 5)
  prepare(backend)
  const location = memoryLocation({ path: place, record: true })
  render(
    <MantineProvider theme={theme} env="test">
      <ConnectionProvider
        value={{
          client: backend.client,
          onStateChange: () => () => undefined,
          onPathsDropped: () => () => undefined,
        }}
      >
        <QueryClientProvider client={newQueryClient(() => undefined)}>
          <Router hook={location.hook}>
            <WatchChanges />
            {part}
          </Router>
        </QueryClientProvider>
      </ConnectionProvider>
    </MantineProvider>,
  )
  return { ...backend, location }
}
