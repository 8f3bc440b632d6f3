/** Where one contender's run finds its things. All are absolute paths. */
export interface Places {
  /** The live database. */
  readonly source: string
  /** An empty folder for this contender alone. */
  readonly folder: string
  /** Where a restore is to put the database. */
  readonly target: string
  /** The command that runs Holdfast's command line. */
  readonly holdfast: string
}

/** One way to back a database up and to bring it back, as an administrator would type it. */
export interface Contender {
  readonly name: string
  /** Programs it needs. */
  readonly needs: readonly string[]
  /** Made once before the clock runs: repositories, keys. */
  readonly prepare: (places: Places) => string
  readonly backup: (places: Places) => string
  readonly restore: (places: Places) => string
  /** What of `folder` counts as stored. */
  readonly stored: string
}

const restic = 'RESTIC_PASSWORD=bench restic --no-cache -q -r repository'
const borg = 'BORG_PASSPHRASE=bench BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes borg'

/** Holdfast with a home of its own, so that each kind has its settings. */
function holdfastWith(
  name: string,
  options: { readonly init?: string; readonly backup?: string; readonly fullCheckLimitBytes: number },
): Contender {
  const { init = '', backup = '', fullCheckLimitBytes } = options
  const command = ({ holdfast, folder }: Places): string => `HOLDFAST_HOME=${folder}/home ${holdfast}`
  return {
    name,
    needs: [],
    prepare: (places) =>
      `mkdir -m 700 home && echo '{ "fullCheckLimitBytes": ${fullCheckLimitBytes} }' > home/settings.json && ` +
      `${command(places)} init ${init} vault && ${command(places)} --vault vault add ${places.source} --name bench`,
    backup: (places) => `${command(places)} --vault vault backup ${backup} bench --json > backup.json`,
    restore: (places) =>
      `${command(places)} --vault vault restore bench --to ${places.target} --yes --json > restore.json`,
    stored: 'vault/manual',
  }
}

const always = 2 ** 50

const sqliteBackup: Contender = {
  name: '`sqlite3 .backup` alone (not compressed, not encrypted, not checked)',
  needs: ['sqlite3'],
  prepare: () => 'true',
  backup: ({ source }) => `sqlite3 ${source} ".backup copy.db" && sync copy.db`,
  restore: ({ target }) => `cp copy.db ${target} && sync ${target}`,
  stored: 'copy.db',
}

/** Holdfast's usual form, and what compresses and encrypts as well. The first two are ours. */
export const fullContenders: readonly Contender[] = [
  holdfastWith('Holdfast, until proved with SQLite’s quick check', { fullCheckLimitBytes: 0 }),
  holdfastWith('Holdfast, until proved with SQLite’s full check', { fullCheckLimitBytes: always }),
  {
    name: '`sqlite3 .backup`, zstd -3, sha256sum, openssl',
    needs: ['sqlite3', 'zstd', 'openssl'],
    prepare: () => 'head -c 32 /dev/urandom > key',
    backup: ({ source }) =>
      `sqlite3 ${source} ".backup copy.db" && zstd -q -3 -f --rm copy.db -o copy.zst && sha256sum copy.zst > copy.sha256 && openssl enc -aes-256-ctr -pbkdf2 -pass file:key -in copy.zst -out stored.enc && rm copy.zst && sync stored.enc`,
    restore: ({ target }) =>
      `openssl enc -d -aes-256-ctr -pbkdf2 -pass file:key -in stored.enc | zstd -q -d -o ${target} && sync ${target}`,
    stored: 'stored.enc',
  },
  {
    name: '`sqlite3 .backup`, then restic',
    needs: ['sqlite3', 'restic'],
    prepare: () => `${restic} init`,
    backup: ({ source }) => `sqlite3 ${source} ".backup copy.db" && ${restic} backup copy.db && rm copy.db`,
    restore: ({ target }) =>
      `${restic} restore latest --target out && find out -name copy.db -exec mv {} ${target} ';' && sync ${target}`,
    stored: 'repository',
  },
  {
    name: 'borg (zstd 3, AES), the live file (not consistent)',
    needs: ['borg'],
    prepare: () => `${borg} init -e repokey repository`,
    backup: ({ source }) => `${borg} create -C zstd,3 repository::one ${source}`,
    restore: ({ target }) =>
      `${borg} extract repository::one && find . -name bench.db -not -path './repository/*' -exec mv {} ${target} ';' && sync ${target}`,
    stored: 'repository',
  },
  sqliteBackup,
]

/** Holdfast's plain form, whose payload is the database file itself, beside SQLite's own copy. The first is ours. */
export const plainContenders: readonly Contender[] = [
  holdfastWith('Holdfast, plain form, until proved with SQLite’s quick check', {
    init: '--no-encryption',
    backup: '--no-compression',
    fullCheckLimitBytes: 0,
  }),
  sqliteBackup,
]
