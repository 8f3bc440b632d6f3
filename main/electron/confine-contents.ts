import type { App, Event, WebContents } from 'electron'

import { isOwnPage } from './own-page.ts'

/** Whatever shows web contents in this program stays on our page, opens nothing and embeds nothing. */
export function confineEveryContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

function confine(contents: WebContents): void {
  const stayOnOwnPage = (event: Event<{ url: string }>): void => {
    if (!isOwnPage(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stayOnOwnPage)
  contents.on('will-redirect', stayOnOwnPage)
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
