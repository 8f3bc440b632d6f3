import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { cliRig, type Rig } from '../cli/cli-rig.ts'

const entry = fileURLToPath(new URL('../../../main/cli/holdfast.ts', import.meta.url))
const isPosix = process.platform !== 'win32'
const isRoot = process.getuid?.() === 0
const stranger = '65534'

/** Everything below a folder, with the bits that somebody else has on it. */
function openBelow(folder: string): readonly string[] {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = [folder, ...found.map((one) => path.join(one.parentPath, one.name))]
  return paths.filter((one) => (fs.lstatSync(one).mode & 0o077) !== 0)
}

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(command, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, out, err }
}

/** A command under the most careless umask there is. */
function carelessly(rig: Rig, ...args: string[]): Promise<Ended> {
  return run('sh', ['-c', 'umask 000; exec "$0" "$@"', process.execPath, entry, ...args], rig.env)
}

async function madeCarelessly(...how: string[]): Promise<Rig> {
  const rig = cliRig()
  const source = rig.source('market.db')
  for (const args of [
    ['init', rig.vault, ...how],
    ['add', source],
    ['backup', '--all'],
    ['drill', 'market'],
    ['access', 'set', 'nobody-in-particular', 'viewer'],
    ['system', 'backup'],
  ]) {
    const ended = await carelessly(rig, ...args)
    expect([ended.status, ended.err.includes('UNEXPECTED')], `${args.join(' ')}: ${ended.err}`).toEqual([
      0,
      false,
    ])
  }
  return rig
}

describe.skipIf(!isPosix)('what Holdfast writes', () => {
  it('is private to its owner whatever the umask, in the vault and at home', async () => {
    const rig = await madeCarelessly()
    expect(openBelow(rig.vault)).toEqual([])
    expect(openBelow(rig.home).filter((one) => !one.includes('compile-cache'))).toEqual([])
  })

  it.skipIf(!isRoot)(
    'is closed again where a copy left it open, and others can read nothing of it',
    async () => {
      const rig = await madeCarelessly()
      fs.chmodSync(rig.folder, 0o755)
      for (const folder of [rig.vault, rig.home]) execFileSync('chmod', ['-R', 'a+rwX', folder])
      // What stands for the vault's own folder is its owner's: only what is in it is closed.
      fs.chmodSync(rig.vault, 0o755)
      const readable = (folder: string): string =>
        execFileSync(
          'setpriv',
          [
            '--reuid',
            stranger,
            '--regid',
            stranger,
            '--clear-groups',
            'find',
            folder,
            '-type',
            'f',
            '-readable',
          ],
          { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
        )
      const tried = (folder: string): string => {
        try {
          return readable(folder)
        } catch (error) {
          return (error as { stdout: string }).stdout
        }
      }
      expect(tried(rig.vault)).not.toBe('')
      expect((await carelessly(rig, 'backup', '--all')).status).toBe(0)
      expect([tried(rig.vault), tried(rig.home)]).toEqual(['', ''])
    },
  )

  it.skipIf(!isRoot)(
    'can be read by a viewer whom the owner lets read, who writes nothing into it',
    async () => {
      const rig = await madeCarelessly('--no-encryption')
      expect((await carelessly(rig, 'access', 'set', 'root', 'administrator')).status).toBe(0)
      expect((await carelessly(rig, 'access', 'others', 'viewer')).status).toBe(0)
      fs.chmodSync(rig.folder, 0o755)
      execFileSync('chmod', ['-R', 'a+rX', rig.vault])
      const home = path.join(rig.folder, 'home of a viewer')
      fs.mkdirSync(home)
      fs.chownSync(home, Number(stranger), Number(stranger))
      const before = execFileSync('find', [rig.vault, '-printf', '%p %s %m\n'], { encoding: 'utf8' })
      const as = (...args: string[]): Promise<Ended> =>
        run(
          'setpriv',
          [
            '--reuid',
            stranger,
            '--regid',
            stranger,
            '--clear-groups',
            process.execPath,
            entry,
            '--json',
            ...args,
          ],
          { ...rig.env, HOLDFAST_HOME: home, HOME: home, NODE_COMPILE_CACHE: '' },
        )
      expect(JSON.parse((await as('access')).out)).toMatchObject({ you: { role: 'viewer' } })
      expect((await as('list')).status).toBe(0)
      expect((await as('backup', '--all')).status).toBe(13)
      expect(execFileSync('find', [rig.vault, '-printf', '%p %s %m\n'], { encoding: 'utf8' })).toBe(before)
    },
  )
})
