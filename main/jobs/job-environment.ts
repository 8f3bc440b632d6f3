/**
 * What a job process inherits: where temporary files go, the language and the time zone. Not NODE_OPTIONS and the like, which
 * could load code into it, and nothing a user put there for other programs. Windows programs do not start without SystemRoot.
 */
const inherited = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'SystemRoot',
  'LD_LIBRARY_PATH',
]

/** The environment of a job process, made from the host's. Never holds a key: those go over the channel alone. */
export function jobEnvironment(host: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => (host[name] === undefined ? [] : [[name, host[name]]])),
  )
}
