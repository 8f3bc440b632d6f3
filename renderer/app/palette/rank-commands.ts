/** What the palette can do. */
export interface Command {
  readonly id: string
  readonly label: string
  /** What it concerns: a path, a place. */
  readonly hint: string
  readonly group: 'Actions' | 'Places' | 'Databases'
  readonly run: () => void
}

/** How well a word fits a text: its beginning is best, then the beginning of a word in it, then anywhere; 0: not at all. */
function fitOf(text: string, word: string): number {
  const at = text.indexOf(word)
  if (at === 0) return 4
  if (at < 0) return 0
  return /[\s_.\-/\\]/.test(text[at - 1] ?? '') ? 3 : 2
}

/** Every word must be found, in the label or, for less, in the hint; 0: it is not. */
export function scoreCommand(command: Pick<Command, 'label' | 'hint'>, words: readonly string[]): number {
  const label = command.label.toLowerCase()
  const hint = command.hint.toLowerCase()
  let score = 0
  for (const word of words) {
    const fit = fitOf(label, word) * 2 || (hint.includes(word) ? 1 : 0)
    if (fit === 0) return 0
    score += fit
  }
  return score
}

/** The best commands for a query, best first; equals stay in the order they were given. An empty query takes the first ones. */
export function rankCommands(commands: readonly Command[], query: string, most: number): readonly Command[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return commands.slice(0, most)
  return commands
    .map((command) => ({ command, score: scoreCommand(command, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.command.label.length - b.command.label.length)
    .slice(0, most)
    .map(({ command }) => command)
}
