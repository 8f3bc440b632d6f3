import { EventEmitter } from 'node:events'
import fs from 'node:fs'

import { toChromium, toElectron } from './addresses.ts'
import { app } from './app.ts'
import type { DevTools } from './devtools.ts'
import { FrameTree } from './frame-tree.ts'
import { bindingName, preloadSource, worldName } from './preload-world.ts'
import { standIn } from './stand-in.ts'
import type { WebFrameMain } from './web-frame-main.ts'

/** A page of chromium with the events that an application can refuse by. */
export class WebContents extends EventEmitter {
  static readonly all = new Map<string, WebContents>()
  windowOpenHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  readonly #preload: string
  #tree: FrameTree | undefined
  #line: { readonly devTools: DevTools; readonly sessionId: string; readonly targetId: string } | undefined
  #asked = ''

  constructor(preload: string) {
    super()
    this.#preload = preload
  }

  get mainFrame(): WebFrameMain | undefined {
    return this.#tree?.mainFrame
  }

  getURL(): string {
    return this.mainFrame?.url ?? ''
  }

  setWindowOpenHandler(handler: WebContents['windowOpenHandler']): void {
    this.windowOpenHandler = handler
  }

  isDestroyed(): boolean {
    return this.#line === undefined
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return WebContents.all.get(targetId)
  }

  async open(devTools: DevTools, size: { readonly width?: number; readonly height?: number }): Promise<void> {
    const { targetId } = (await devTools.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width: size.width,
      height: size.height,
    })) as { targetId: string }
    const { sessionId } = (await devTools.send('Target.attachToTarget', { targetId, flatten: true })) as {
      sessionId: string
    }
    this.#line = { devTools, sessionId, targetId }
    WebContents.all.set(targetId, this)
    this.#tree = new FrameTree(devTools, sessionId, this)
    app.emit('web-contents-created', {}, this)
    this.#refuseNavigations(devTools, sessionId)
    const source = preloadSource(fs.readFileSync(this.#preload, 'utf8'))
    for (const [method, params] of [
      ['Page.enable', {}],
      ['Runtime.addBinding', { name: bindingName, executionContextName: worldName }],
      ['Runtime.enable', {}],
      ['Page.addScriptToEvaluateOnNewDocument', { source, worldName }],
      ['Fetch.enable', { patterns: [{ resourceType: 'Document' }] }],
    ] as const) {
      await devTools.send(method, params, sessionId)
    }
  }

  async loadURL(address: string): Promise<void> {
    this.#asked = toChromium(address)
    await this.#line?.devTools.send('Page.navigate', { url: this.#asked }, this.#line.sessionId)
  }

  close(): void {
    const line = this.#line
    if (!line) return
    this.#line = undefined
    WebContents.all.delete(line.targetId)
    this.emit('destroyed')
    line.devTools.send('Target.closeTarget', { targetId: line.targetId }).catch(() => undefined)
  }

  /** Every load of a document that main did not ask for itself is put to the application first. */
  #refuseNavigations(devTools: DevTools, sessionId: string): void {
    const onPaused = ({
      requestId,
      request,
      frameId,
    }: {
      requestId: string
      request: { url: string; urlFragment?: string }
      frameId: string
    }): void => {
      const isMainFrame = this.mainFrame === undefined || frameId === this.mainFrame.frameId
      const isAsked = isMainFrame && withoutFragment(this.#asked) === withoutFragment(request.url)
      this.#asked = ''
      const isRefused =
        !isAsked && !standIn.allowsNavigation && this.#isRefused(toElectron(request.url), isMainFrame)
      const answered = isRefused
        ? devTools.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }, sessionId)
        : devTools.send('Fetch.continueRequest', { requestId }, sessionId)
      answered.catch(() => undefined)
    }
    devTools.on(`${sessionId} Fetch.requestPaused`, onPaused)
  }

  #isRefused(url: string, isMainFrame: boolean): boolean {
    let isPrevented = false
    const event = { url, isMainFrame, preventDefault: () => (isPrevented = true) }
    this.emit('will-frame-navigate', event)
    if (isMainFrame) this.emit('will-navigate', event)
    return isPrevented
  }
}

function withoutFragment(address: string): string {
  return address.replace(/#.*$/s, '')
}
