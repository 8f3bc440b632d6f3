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

export const contenders: readonly Contender[] = [
  {
    name: 'Holdfast (zstd 3, AES-256-GCM, page hashes, five checks)',
    needs: [],
    prepare: ({ holdfast, source }) =>
      `${holdfast} init vault && ${holdfast} --vault vault add ${source} --name bench`,
    backup: ({ holdfast }) => `${holdfast} --vault vault backup bench --json > backup.json`,
    restore: ({ holdfast, target }) =>
      `${holdfast} --vault vault restore bench --to ${target} --yes --json > restore.json`,
    stored: 'vault/manual',
  },
  {
    name: 'sqlite3 .backup | zstd -3 | sha256sum | openssl',
    needs: ['sqlite3', 'zstd', 'openssl'],
    prepare: () => 'head -c 32 /dev/urandom > key',
    backup: ({ source }) =>
      `sqlite3 ${source} ".backup copy.db" && zstd -q -3 -f --rm copy.db -o copy.zst && sha256sum copy.zst > copy.sha256 && openssl enc -aes-256-ctr -pbkdf2 -pass file:key -in copy.zst -out stored.enc && rm copy.zst && sync stored.enc`,
    restore: ({ target }) =>
      `openssl enc -d -aes-256-ctr -pbkdf2 -pass file:key -in stored.enc | zstd -q -d -o ${target} && sync ${target}`,
    stored: 'stored.enc',
  },
  {
    name: 'sqlite3 .backup, then restic',
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
  {
    name: 'sqlite3 .backup alone (not compressed, not encrypted, not checked)',
    needs: ['sqlite3'],
    prepare: () => 'true',
    backup: ({ source }) => `sqlite3 ${source} ".backup copy.db" && sync copy.db`,
    restore: ({ target }) => `cp copy.db ${target} && sync ${target}`,
    stored: 'copy.db',
  },
]
