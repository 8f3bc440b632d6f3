/** An open file. Positions and lengths in bytes. Rejects with Node's system errors (`code: 'ENOSPC'`…). */
export interface OpenFile {
  /**
   * The system's number of it, for threads of this process that read on their own while it is open. Left out: it is read only
   * through here.
   */
  readonly descriptor?: number | undefined
  /** Reads into `buffer` from `position`; returns the bytes read, fewer only at the file's end. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Writes the whole buffer at `position`. */
  write(buffer: Uint8Array, position: number): Promise<void>
  /** Writes each piece wholly at its position: for many small ones, without a turn of the event loop between them. */
  writeEach(pieces: readonly FilePiece[]): Promise<void>
  /** Returns when the bytes are on the medium (fsync). */
  sync(): Promise<void>
  truncate(sizeBytes: number): Promise<void>
  stat(): Promise<FileFacts>
  close(): Promise<void>
}

/** Bytes and where in a file they go. */
export interface FilePiece {
  readonly bytes: Uint8Array
  readonly position: number
}

/** What `stat` tells of a file. `device` and `inode` identify it on this machine. */
export interface FileFacts {
  readonly sizeBytes: number
  readonly device: bigint
  readonly inode: bigint
  /** Milliseconds since 1970 UTC. */
  readonly modifiedAt: number
  /** When anything of it was changed last, its times among it: no program can put this one back. Milliseconds since 1970 UTC. */
  readonly statusChangedAt: number
  /** Permission bits, as in 0o600. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly isFile: boolean
  readonly isDirectory: boolean
}

/**
 * `read`: must exist. `create`: must not exist, opened for reading and writing, mode 0600. `update`: must exist, reading and writing.
 * `append`: as `update`, but whatever is written goes to the file’s end, wherever it says, and so over nothing.
 */
export type OpenMode = 'read' | 'create' | 'update' | 'append'

/**
 * The file system as the engine sees it: a seam for tests that fail, cut short or kill at the Nth call.
 * Every method rejects with Node's system error; none retries. Files are made with mode 0600, folders with 0700.
 */
export interface FileSystem {
  open(path: string, mode: OpenMode): Promise<OpenFile>
  /** Facts of what the path leads to (symbolic links are followed), or null when there is nothing. */
  stat(path: string): Promise<FileFacts | null>
  /** Names in a folder, sorted. */
  list(folder: string): Promise<readonly string[]>
  makeFolder(folder: string): Promise<void>
  /** Atomic; replaces what is at `to`. Not durable before `syncFolder`. */
  rename(from: string, to: string): Promise<void>
  /** Gives the file a second name; rejects with EEXIST rather than replace. */
  link(from: string, to: string): Promise<void>
  /** Removes a file; one that is not there is no error. */
  remove(path: string): Promise<void>
  removeFolder(folder: string): Promise<void>
  /** Makes renames, links and removals in a folder durable. */
  syncFolder(folder: string): Promise<void>
  setMode(path: string, mode: number): Promise<void>
  setOwner(path: string, uid: number, gid: number): Promise<void>
  /** Bytes that this user may still write on the file system of `path`. */
  freeBytes(path: string): Promise<number>
  /** Bytes of the file system of `path` that this user could have if it were empty: what is used, by whomever, and what is free for them. */
  totalBytes(path: string): Promise<number>
  /** The canonical absolute path; rejects when it is not there. */
  realPath(path: string): Promise<string>
}
