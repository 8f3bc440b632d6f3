import path from 'node:path'

import { backupFolders } from '../../../shared/domain/backup-file-name.ts'

/** The folder of the vault that is ours alone; everything else in a vault is for people too. */
export const privateFolder = '.holdfast'

/** Where things are in a vault, relative to its folder, with forward slashes. */
export const vaultPaths = {
  vaultFile: `${privateFolder}/vault.json`,
  /** A second copy of the same bytes: without the slots in it every encrypted backup is lost. */
  vaultFileCopy: `${privateFolder}/vault-copy.json`,
  databases: `${privateFolder}/databases`,
  validations: `${privateFolder}/validations`,
  /** The newest drill of each backup that had one. */
  drills: `${privateFolder}/drills`,
  /** What the owner of a database asserts of each restored copy, a file for each database. */
  assertions: `${privateFolder}/assertions`,
  policies: `${privateFolder}/policies`,
  keepMarks: `${privateFolder}/keep-marks`,
  /** Backups and archives that are set aside, or being removed for good: a file each. */
  removed: `${privateFolder}/removed`,
  /** What was due, ran and was missed, a file for each database. */
  slots: `${privateFolder}/slots`,
  /** When each key slot last opened the vault, a file for each. */
  slotTests: `${privateFolder}/slot-tests`,
  /** There while all schedules are paused. */
  paused: `${privateFolder}/schedules-paused.json`,
  /** What is wrong, who was told of it and who took it on, a file for each cause. */
  alerts: `${privateFolder}/alerts`,
  /** Who is told of what, and when; there only where somebody said so. */
  escalation: `${privateFolder}/escalation.json`,
  /** What is promised of databases and tiers; there only where somebody said so. */
  objectives: `${privateFolder}/objectives.json`,
  /** By which ways people can be told; there only where somebody added one. */
  channels: `${privateFolder}/channels.json`,
  /** Who may do what; there only where somebody said so. */
  access: `${privateFolder}/access.json`,
  /** Reports of health, a file of lines for each day. */
  health: `${privateFolder}/health`,
  /** What became of every message, the same way. */
  messages: `${privateFolder}/messages`,
  /** What was done, by whom, and what came of it: one chain of lines; see `../audit`. */
  audit: `${privateFolder}/audit`,
  /** Laid by for the day on which the vault is full: a clean-up gives it up. */
  reserve: `${privateFolder}/reserve`,
  scratch: `${privateFolder}/scratch`,
  leases: `${privateFolder}/leases`,
  logs: 'backup_logs',
  inventory: 'backup_metadata.json',
} as const

/** Every folder that a vault is made with, each after its parent; others come when something is kept in them. */
export const vaultFolders: readonly string[] = [
  privateFolder,
  vaultPaths.databases,
  vaultPaths.validations,
  vaultPaths.drills,
  vaultPaths.policies,
  vaultPaths.keepMarks,
  vaultPaths.removed,
  vaultPaths.slots,
  vaultPaths.scratch,
  vaultPaths.leases,
  vaultPaths.logs,
  ...backupFolders,
]

/** The absolute path of something in a vault. */
export function inVault(folder: string, relative: string): string {
  return path.join(folder, ...relative.split('/'))
}

const manifestEnding = '.manifest.json'
const pagesEnding = '.pages'
const removedEnding = '.removed.json'

/** The manifest of a payload; both relative or both absolute. */
export function manifestOf(payload: string): string {
  return payload + manifestEnding
}

/** The page index of a payload. */
export function pagesOf(payload: string): string {
  return payload + pagesEnding
}

/**
 * What the manifest of a payload, or the contents record of an archive, is called while that is set aside: then it exists to no list, and
 * can be put back.
 */
export function tombstoneOf(payload: string): string {
  return payload + removedEnding
}

/** The payload of any of a backup's three files; both relative or both absolute. */
export function payloadOf(file: string): string {
  const ending = [manifestEnding, pagesEnding, removedEnding].find((one) => file.endsWith(one)) ?? ''
  return file.slice(0, file.length - ending.length)
}

/** Which of a backup's files a name is, and its payload's name; null for any other file. */
export function partOf(
  name: string,
): { part: 'payload' | 'pages' | 'manifest' | 'tombstone'; payload: string } | null {
  if (name.startsWith('.')) return null
  if (name.endsWith(manifestEnding))
    return { part: 'manifest', payload: name.slice(0, -manifestEnding.length) }
  if (name.endsWith(removedEnding))
    return { part: 'tombstone', payload: name.slice(0, -removedEnding.length) }
  if (name.endsWith(pagesEnding)) return { part: 'pages', payload: name.slice(0, -pagesEnding.length) }
  return /_\d{8}_\d{6}(_\d+)?\.db(\.zst)?(\.enc)?$/.test(name) ? { part: 'payload', payload: name } : null
}

const archivePattern = /^full_system_monthly_\d{8}_\d{6}(_\d+)?\.tar\.gz$/
const contentsEnding = '.contents.json'

/** The contents record of an archive of the complete system; an archive without one does not exist. */
export function contentsOf(archive: string): string {
  return archive + contentsEnding
}

function archiveBefore(name: string, ending: string): string | null {
  const archive = name.endsWith(ending) ? name.slice(0, -ending.length) : ''
  return isArchiveName(archive) ? archive : null
}

/** The archive that a name is the contents record of; null for any other file. */
export function archiveOfContents(name: string): string | null {
  return archiveBefore(name, contentsEnding)
}

/** The archive that a name is the contents record of while it is set aside; null for any other file. */
export function archiveOfTombstone(name: string): string | null {
  return archiveBefore(name, removedEnding)
}

/** The record that a payload is no backup without, and an archive no archive: its manifest, or its contents record. */
export function recordOf(file: string): string {
  return isArchiveName(path.basename(file)) ? contentsOf(file) : manifestOf(file)
}

/** Whether a name is that of an archive of the complete system. */
export function isArchiveName(name: string): boolean {
  return archivePattern.test(name)
}

/** A file that is being written: hidden, in the folder of its final name, marked with its run or its process. */
export function unfinishedName(name: string, mark: string): string {
  return `.${name}.${mark}.part`
}

const unfinished = /^\..+\.([0-9A-Za-z-]+)\.part$/

/** The run or process that a hidden name is marked with; null when it is no unfinished file of ours. */
export function markOfUnfinished(name: string): string | null {
  return unfinished.exec(name)?.[1] ?? null
}
