import { EventEmitter } from 'node:events'

import type { MenuTemplate, ShownNotification } from './stand-in.ts'
import { standIn } from './stand-in.ts'

/** The parts of a desktop that have no page: they are recorded, and tests click on the records. */

export const nativeImage = {
  createFromPath: (place: string) => ({ place, isEmpty: () => false }),
}

export const Menu = {
  buildFromTemplate: (template: MenuTemplate) => template,
  setApplicationMenu(template: MenuTemplate): void {
    standIn.applicationMenu = template
  },
}

export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false })

export class Tray extends EventEmitter {
  readonly #record

  constructor(image: { place: string }) {
    super()
    this.#record = {
      image: image.place,
      toolTip: '',
      menu: [] as MenuTemplate,
      click: () => void this.emit('click'),
    }
    standIn.trays.push(this.#record)
  }

  setImage(image: { place: string }): void {
    this.#record.image = image.place
  }

  setToolTip(toolTip: string): void {
    this.#record.toolTip = toolTip
  }

  setContextMenu(menu: MenuTemplate): void {
    this.#record.menu = menu
  }
}

export class Notification extends EventEmitter {
  readonly #options: { readonly title: string; readonly body: string }
  #record: ShownNotification | null = null

  constructor(options: { readonly title: string; readonly body: string }) {
    super()
    this.#options = options
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    this.#record = { ...this.#options, isClosed: false, click: () => void this.emit('click') }
    standIn.notifications.push(this.#record)
    queueMicrotask(() => this.emit('show'))
  }

  close(): void {
    if (this.#record !== null) this.#record.isClosed = true
  }
}

function answerDialog(asked: readonly unknown[]): string[] | undefined {
  standIn.dialogsAsked.push(asked.at(-1) as object)
  return standIn.dialogAnswers.shift()
}

export const dialog = {
  showOpenDialog(...asked: unknown[]) {
    const filePaths = answerDialog(asked)
    return Promise.resolve({ canceled: filePaths === undefined, filePaths: filePaths ?? [] })
  },
  showSaveDialog(...asked: unknown[]) {
    const answer = answerDialog(asked)
    return Promise.resolve({ canceled: answer === undefined, filePath: answer?.[0] ?? '' })
  },
  showErrorBox(title: string, content: string): void {
    standIn.errorBoxes.push(`${title}: ${content}`)
    process.stderr.write(`${title}: ${content}\n`)
  },
}

export const shell = {
  showItemInFolder: (place: string) => void standIn.revealed.push(place),
}

const keepHandler = (name: string) => (handler: ((...args: never[]) => unknown) | null) =>
  void (standIn.permissions[name] = handler)

export const session = {
  defaultSession: {
    setPermissionRequestHandler: keepHandler('request'),
    setPermissionCheckHandler: keepHandler('check'),
    setDevicePermissionHandler: keepHandler('device'),
    setDisplayMediaRequestHandler: keepHandler('display'),
  },
}
