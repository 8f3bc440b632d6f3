import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

import { isHere } from '../system-packages.ts'

/** Whether this machine can show a notification on a desktop of a test's own. */
export const canRunDesktop = ['dbus-daemon', 'dbus-monitor', 'Xvfb', 'dunst', 'notify-send'].every(isHere)

/** A bus and, if asked for, a desktop that shows notifications. */
export interface DesktopSession {
  /** What a program has to be started with so that it uses them. */
  readonly environment: NodeJS.ProcessEnv
  /** What has passed over the bus since it began, as dbus-monitor tells it. */
  readonly seen: () => string
  /** How many notifications are on the desktop now. */
  readonly shown: () => number
  stop(): Promise<void>
}

/** The usual configuration starts a notification daemon by itself, of whatever desktop is installed; this one starts nothing. */
function busConfiguration(socket: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (isTrue()) return
    await sleep(50)
  }
  throw new Error(`${what} did not come.`)
}

async function stop(one: ChildProcess): Promise<void> {
  if (one.exitCode !== null || one.signalCode !== null) return
  const ended = new Promise((resolve) => one.once('exit', resolve))
  one.kill('SIGTERM')
  await ended
}

function textOf(stream: Readable): () => string {
  let text = ''
  stream.on('data', (piece: Buffer) => (text += piece.toString()))
  return () => text
}

/** Whether somebody on the bus shows notifications. Fails where nobody does. */
function hasDaemon(environment: NodeJS.ProcessEnv): boolean {
  const ask = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus']
  const call = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.Notifications']
  return execFileSync('dbus-send', [...ask, ...call], { env: environment, encoding: 'utf8' }).includes(
    'boolean true',
  )
}

type Start = (program: string, args: readonly string[]) => ChildProcess

/** The daemon says its address as soon as it listens; its socket is there a moment before. */
async function startBus(start: Start, configuration: string): Promise<() => string> {
  const bus = start('dbus-daemon', ['--nofork', '--print-address=1', `--config-file=${configuration}`])
  const address = textOf(bus.stdout!)
  await until(() => address().includes('\n'), 'The bus')
  const monitor = start('dbus-monitor', ['--session', "interface='org.freedesktop.Notifications'"])
  const seen = textOf(monitor.stdout!)
  await until(() => seen().includes('NameAcquired'), 'The monitor')
  return seen
}

async function startScreen(start: Start, environment: NodeJS.ProcessEnv): Promise<void> {
  const screen = start('Xvfb', ['-displayfd', '3', '-screen', '0', '640x480x24', '-nolisten', 'tcp'])
  const display = textOf(screen.stdio[3] as Readable)
  await until(() => display().includes('\n'), 'The screen')
  environment['DISPLAY'] = `:${display().trim()}`
  start('dunst', [])
  await until(() => hasDaemon(environment), 'The notification daemon')
}

/** Starts a bus in an empty folder; with `isShown` also a screen and a program that shows notifications on it. */
export async function startDesktop(folder: string, isShown: boolean): Promise<DesktopSession> {
  const socket = path.join(folder, 'bus')
  const configuration = path.join(folder, 'bus.conf')
  fs.writeFileSync(configuration, busConfiguration(socket))
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_RUNTIME_DIR: folder,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`,
  }
  const children: ChildProcess[] = []
  const start: Start = (program, args) => {
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'ignore', 'pipe'] })
    children.push(child)
    return child
  }
  const stopAll = async (): Promise<void> => {
    for (const child of children.toReversed()) await stop(child)
  }
  try {
    const seen = await startBus(start, configuration)
    if (isShown) await startScreen(start, environment)
    const count = (): string =>
      execFileSync('dunstctl', ['count', 'displayed'], { env: environment, encoding: 'utf8' })
    return { environment, seen, shown: () => Number(count().trim()), stop: stopAll }
  } catch (error) {
    await stopAll()
    throw error
  }
}
