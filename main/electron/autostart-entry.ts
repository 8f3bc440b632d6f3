import path from 'node:path'

/** What decides where the entries of a user's session lie. */
export interface SessionPlace {
  readonly userFolder: string
  /** XDG_CONFIG_HOME; left out, or not absolute: `.config` in the user's folder. */
  readonly configFolder: string | undefined
}

/** Where a desktop of Linux looks for what it starts with the session (XDG Autostart). */
export function autostartFile({ userFolder, configFolder }: SessionPlace): string {
  const isGiven = configFolder !== undefined && path.posix.isAbsolute(configFolder)
  const config = isGiven ? configFolder : path.posix.join(userFolder, '.config')
  return path.posix.join(config, 'autostart', 'holdfast.desktop')
}

/** One argument of an Exec line: in quotes, its field codes taken for what they are, and escaped once more as every value is. */
function execWord(word: string): string {
  const quoted = `"${word.replaceAll(/["`$\\]/g, String.raw`\$&`)}"`
  return quoted.replaceAll('%', '%%').replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

/** An entry that starts a command with the user's session (Desktop Entry Specification 1.5). */
export function autostartEntry(command: readonly string[]): string {
  return `[Desktop Entry]
Type=Application
Version=1.5
Name=Holdfast
Comment=Runs the schedules of the backups
Exec=${command.map(execWord).join(' ')}
Icon=holdfast
Terminal=false
X-GNOME-Autostart-enabled=true
`
}
