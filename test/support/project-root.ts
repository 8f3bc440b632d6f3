import path from 'node:path'

/** The checkout's own folder, wherever a test was started from. */
export const projectRoot = path.resolve(import.meta.dirname, '..', '..')
