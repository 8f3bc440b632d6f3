/** Joins a folder and a name the way the folder's own path is written. */
export function joinPath(folder: string, name: string): string {
  const isWindows = /^[A-Za-z]:|^\\\\/.test(folder)
  const separator = isWindows ? '\\' : '/'
  const rest = isWindows ? name.replaceAll('/', '\\') : name
  return /[/\\]$/.test(folder) ? `${folder}${rest}` : `${folder}${separator}${rest}`
}

/** The last part of a path: the name of its file or folder. */
export function lastPart(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, '')
  return trimmed.slice(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1) || path
}

/** The folder that a path lies in. */
export function folderOf(path: string): string {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return at <= 0 ? path.slice(0, at + 1) : path.slice(0, at)
}

/** Whether a path says where it begins: `/data/a.db`, `C:\data\a.db`, `\\server\share\a.db`. */
export function isAbsolutePath(path: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path)
}
