import { describe, expect, it } from 'vitest'

import path from 'node:path'

import { autostartEntry, autostartFile } from '../../../main/electron/autostart-entry.ts'
import { homeInArguments, loginCommand } from '../../../main/electron/login-command.ts'

/** What a desktop makes of an Exec line: the value's escapes first, then the quotes, then the field codes. */
function readExec(entry: string): readonly string[] {
  const value = /^Exec=(.*)$/m.exec(entry)?.[1] ?? ''
  const unescaped = value.replaceAll(/\\(.)/g, (_, mark: string) => (mark === 'n' ? '\n' : mark))
  const words = [...unescaped.matchAll(/"((?:[^"\\]|\\[\s\S])*)"/g)].map(([, word = '']) => word)
  return words.map((word) => word.replaceAll(/\\(["`$\\])/g, '$1').replaceAll('%%', '%'))
}

describe('the entry that starts the program with the session', () => {
  it.each([
    [['/opt/Holdfast/holdfast', '--hidden']],
    [['/home/dana/My Apps/Holdfast 0.1.AppImage', '--hidden']],
    [['/srv/a"b`c$d\\e 100%f\ng/holdfast', '--hidden']],
  ])('names the command so that it is read back as it was: %j', (command) => {
    expect(readExec(autostartEntry(command))).toEqual(command)
  })

  it('has a line for each key, whatever the path holds', () => {
    const lines = autostartEntry(['/a\nX-Evil=1/holdfast']).trimEnd().split('\n')
    expect(lines[0]).toBe('[Desktop Entry]')
    expect(
      lines
        .slice(1)
        .every((line) =>
          /^(Type|Version|Name|Comment|Exec|Icon|Terminal|X-GNOME-Autostart-enabled)=/.test(line),
        ),
    ).toBe(true)
  })

  it('takes the program’s own folder along where the environment moved it, and nothing where it did not', () => {
    const program = '/opt/Holdfast/holdfast'
    const home = path.resolve('/srv/own folder/100%')
    const moved = loginCommand({ program, args: [], env: { HOLDFAST_HOME: home } })
    const argv = readExec(autostartEntry(moved))
    expect(argv.slice(0, 2)).toEqual([program, '--hidden'])
    expect(homeInArguments(argv)).toBe(home)
    const usual = loginCommand({ program, args: ['/app'], env: {} })
    expect(usual).toEqual([program, '/app', '--hidden'])
    expect(homeInArguments(usual)).toBeNull()
  })

  it('lies where the desktop looks', () => {
    const userFolder = '/home/dana'
    expect(autostartFile({ userFolder, configFolder: undefined })).toBe(
      '/home/dana/.config/autostart/holdfast.desktop',
    )
    expect(autostartFile({ userFolder, configFolder: '/cfg' })).toBe('/cfg/autostart/holdfast.desktop')
    expect(autostartFile({ userFolder, configFolder: 'relative' })).toBe(
      '/home/dana/.config/autostart/holdfast.desktop',
    )
  })
})
