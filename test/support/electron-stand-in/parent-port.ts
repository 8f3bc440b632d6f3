import { EventEmitter } from 'node:events'

/** What a utility process talks through: messages come as events with `data`, and wait until somebody listens. */
const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => void process.send?.(message),
})

process.on('message', (data) => port.emit('message', { data, ports: [] }))
Object.defineProperty(process, 'parentPort', { value: port })
