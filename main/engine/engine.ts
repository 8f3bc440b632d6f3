export type * from './engine-types.ts'
export type { Clock, Ids, Logger, Ports } from './ports/ports.ts'
export type { FileFacts, FileSystem, OpenFile, OpenMode } from './ports/file-system.ts'
