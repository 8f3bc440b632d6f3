import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../../../renderer/app/window-styles.ts'

import { mountFailure, mountWindow } from '../../../renderer/app/mount-window.tsx'
import { sampleBackend } from '../sample/sample-backend.ts'
import { type SceneName, sceneNames } from '../sample/scenes.ts'

const place = document.getElementById('window')
const asked = new URLSearchParams(location.search).get('scenario') ?? 'proved'
const theme = new URLSearchParams(location.search).get('theme')
if (place !== null && asked === 'no-ticket') mountFailure(place, 'TICKET_MISSING')
else if (place !== null) {
  const name = sceneNames.find((one) => one === asked) ?? ('proved' satisfies SceneName)
  const backend = sampleBackend(name)
  if (theme === 'light' || theme === 'dark') backend.store.settings = { ...backend.store.settings, theme }
  const dropListeners = new Set<(paths: readonly string[]) => void>()
  mountWindow(place, {
    client: backend.client,
    onStateChange(listener) {
      listener(name === 'lost' ? 'lost' : 'connected')
      return () => undefined
    },
    onPathsDropped(listener) {
      dropListeners.add(listener)
      return () => void dropListeners.delete(listener)
    },
  })
  // Tests drop files by their paths, as the preload of the desktop host does.
  addEventListener('sample:dropped', (event) => {
    if (event instanceof CustomEvent)
      dropListeners.forEach((listener) => listener(event.detail as readonly string[]))
  })
}
