import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import fs from 'node:fs'

/** A program that some tests need, and the Debian package that brings it. */
interface SystemPackage {
  readonly name: string
  readonly program: string
  readonly debian: string
}

const needed: readonly SystemPackage[] = [
  { name: 'chromium', program: 'chromium', debian: 'chromium' },
  { name: 'fonts', program: 'fc-list', debian: 'fontconfig fonts-dejavu-core' },
  { name: 'sqlite3', program: 'sqlite3', debian: 'sqlite3' },
  { name: 'zstd', program: 'zstd', debian: 'zstd' },
  { name: 'exim (mail)', program: 'exim4', debian: 'exim4-daemon-light' },
  { name: 'openssl (certificates)', program: 'openssl', debian: 'openssl' },
  { name: 'dunst (notifications)', program: 'dunst', debian: 'dunst' },
  { name: 'notify-send', program: 'notify-send', debian: 'libnotify-bin' },
  { name: 'Xvfb', program: 'Xvfb', debian: 'xvfb' },
  { name: 'dbus-daemon', program: 'dbus-daemon', debian: 'dbus-daemon' },
  { name: 'dbus-monitor', program: 'dbus-monitor', debian: 'dbus-bin' },
]

/** Whether a program is here. Servers lie in folders that are not in every user's PATH. */
export function isHere(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin']
  return folders.some((folder) => fs.existsSync(`${folder}/${program}`))
}

/**
 * Installs what is missing where it can (Debian, as root), and answers the names of what stays missing.
 * Tests that need it skip; the end of the run names them.
 */
export function provideSystemPackages(): readonly string[] {
  const missing = needed.filter(({ program }) => !isHere(program))
  if (missing.length > 0 && process.getuid?.() === 0 && isHere('apt-get')) {
    const options: SpawnSyncOptions = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }
    const packages = missing.flatMap(({ debian }) => debian.split(' '))
    process.stdout.write(`Installing ${packages.join(', ')}\n`)
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
  }
  return needed.filter(({ program }) => !isHere(program)).map(({ name }) => name)
}
