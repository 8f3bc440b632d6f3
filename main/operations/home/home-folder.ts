import path from 'node:path'

/** Holdfast's own folder on this machine (HOLDFAST_HOME) and where things lie in it. Nothing there is needed to restore. */
export interface HomeFolder {
  readonly folder: string
  readonly settingsFile: string
  readonly recentVaultsFile: string
  readonly catalogsFolder: string
  readonly keysFolder: string
  readonly logsFolder: string
  /** Images of databases that are looked into; see operations/content. */
  readonly looksFolder: string
  /** Databases that drills restore; see operations/drills. */
  readonly drillsFolder: string
  /** Tags of each database’s newest backups, by which the next change is found quicker; see engine/backup. */
  readonly pageTagsFolder: string
  /** Messages that wait to be sent, a folder for each vault; see main/channels. */
  readonly outboxFolder: string
  /** What stands for a vault while it is away, a folder for each: whom to tell, and what they were told; see operations/monitoring. */
  readonly awayFolder: string
  /** How far each vault's audit log was, and entries that wait for a vault that can't be written; see operations/audit. */
  readonly auditFolder: string
}

/** The layout of a home folder; makes nothing. */
export function homeFolderAt(folder: string): HomeFolder {
  return {
    folder,
    settingsFile: path.join(folder, 'settings.json'),
    recentVaultsFile: path.join(folder, 'recent-vaults.json'),
    catalogsFolder: path.join(folder, 'catalogs'),
    keysFolder: path.join(folder, 'keys'),
    logsFolder: path.join(folder, 'logs'),
    looksFolder: path.join(folder, 'looks'),
    drillsFolder: path.join(folder, 'drills'),
    pageTagsFolder: path.join(folder, 'page-tags'),
    outboxFolder: path.join(folder, 'outbox'),
    awayFolder: path.join(folder, 'away'),
    auditFolder: path.join(folder, 'audit'),
  }
}
