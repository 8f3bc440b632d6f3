import { EventEmitter } from 'node:events'

/** Takes what preloads send. */
export const ipcMain = new EventEmitter()
