const withValue: ReadonlySet<string> = new Set([
  '--vault',
  '--passphrase-file',
  '--key-file',
  '--recovery-code-file',
])

/** The command among the words of a command line; undefined where there is none. */
function firstOperand(words: readonly string[]): string | undefined {
  return words.find((word, at) => !word.startsWith('-') && !withValue.has(words[at - 1] ?? ''))
}

/**
 * Parts a command line of `guard` at its first `--`: behind it stands a command of the user's, whose options are none of ours. Commander
 * drops that mark and would read them. Every other command line is left whole.
 */
export function splitCommand(args: readonly string[]): {
  readonly own: readonly string[]
  readonly command: readonly string[]
} {
  const at = args.indexOf('--')
  if (at < 0 || firstOperand(args.slice(0, at)) !== 'guard') return { own: args, command: [] }
  return { own: args.slice(0, at), command: args.slice(at + 1) }
}
