import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { projectRoot } from '../support/project-root.ts'

const sources = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'shared', 'main', 'renderer'],
  {
    cwd: projectRoot,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => /\.(ts|tsx|cts)$/.test(file) && fs.existsSync(path.join(projectRoot, file)))

const folders = [...new Set(sources.map((file) => path.dirname(file)))]
  .filter((folder) => folder !== 'renderer')
  .sort()

/** `data` alone is a heap; in `data-key` and `market-data` it is part of a thing's own name. */
const vague = /(^|-)(utils?|helpers?|common|misc|manager)(-|\.)|^data\./

describe('the house is easy to see', () => {
  it.each(folders)('%s has a charter of at most 15 lines', (folder) => {
    const charter = path.join(projectRoot, folder, 'README.md')
    expect(fs.existsSync(charter), `${folder}/README.md is missing`).toBe(true)
    expect(fs.readFileSync(charter, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(15)
  })

  it('names every file in kebab-case for the one thing in it, never for a heap', () => {
    const odd = sources.filter((file) => {
      const name = path.basename(file)
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.config)?\.(ts|tsx|cts)$/.test(name) || vague.test(name)
    })
    expect(odd).toEqual([])
  })

  it('keeps files short: median at most 80 lines, 90 % at most 250, none over 400', () => {
    const lengths = sources
      .map((file) => fs.readFileSync(path.join(projectRoot, file), 'utf8').split('\n').length)
      .sort((a, b) => a - b)
    const at = (share: number): number => lengths[Math.floor(lengths.length * share)] ?? 0
    expect(at(0.5)).toBeLessThanOrEqual(80)
    expect(at(0.9)).toBeLessThanOrEqual(250)
    expect(lengths.at(-1)).toBeLessThanOrEqual(400)
  })

  it('names no host of a registry and no path of a machine', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: projectRoot, encoding: 'utf8' })
      .split('\n')
      .filter(
        (file) =>
          file !== '' && !/\.(png|woff2|icns|ico)$/.test(file) && fs.existsSync(path.join(projectRoot, file)),
      )
    const leaks = tracked.filter((file) =>
      /registry\.[n]pm|deb\.[d]ebian|\/[w]ork\/|\/[f]arm\//.test(
        fs.readFileSync(path.join(projectRoot, file), 'utf8'),
      ),
    )
    expect(leaks).toEqual([])
  })
})
