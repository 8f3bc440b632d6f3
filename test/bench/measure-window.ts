import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { chromium, type Page } from '@playwright/test'
import Database from 'better-sqlite3'

import { openCatalog } from '../../main/operations/catalog/open-catalog.ts'
import { startBrowserProgram } from '../e2e/support/browser-program.ts'
import { prepare } from '../e2e/support/prepare.ts'
import { chromiumArgs, chromiumPath } from '../support/chromium-path.ts'
import { projectRoot } from '../support/project-root.ts'
import { backupOf } from '../unit/operations/record-samples.ts'

/** How smooth the timeline of 100,000 backups moves in a real browser: `node test/bench/measure-window.ts`, after `npm run build`. */

const databases = 50
const backupsEach = 2000
const stepMs = 16
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-window-'))
const homeFolder = path.join(folder, 'home')

function makeDatabases(): readonly string[] {
  return Array.from({ length: databases }, (_, n) => {
    const file = path.join(folder, `database_${n + 1}.db`)
    const db = new Database(file)
    db.exec('CREATE TABLE t (x)')
    db.close()
    return file
  })
}

/** A vault that holds none of them: once its folders are known, the catalog is believed. */
async function makeVault(): Promise<void> {
  const files = makeDatabases()
  await prepare(homeFolder, async (client) => {
    await client.vault.create({ folder: path.join(folder, 'vault'), key: { kind: 'none' } })
    await client.databases.add({ paths: [...files] })
  })
  for (let opening = 0; opening < 2; opening += 1) {
    await delay(3000)
    await prepare(homeFolder, (client) => client.databases.list())
  }
  const [name] = fs.readdirSync(path.join(homeFolder, 'catalogs')).filter((file) => file.endsWith('.db'))
  const catalog = openCatalog(path.join(homeFolder, 'catalogs', name!))
  catalog.together(() => {
    for (const [n, { id, name: database }] of catalog.databases.all().entries()) {
      let full = backupOf(n + 1, 0)
      let needs: { id: string; file: string }[] = []
      for (let at = 0; at < backupsEach; at += 1) {
        const isFull = at % 28 === 0
        const takenAt = new Date(Date.now() - (backupsEach - at) * 6 * 3_600_000).toISOString()
        const made = backupOf(n + 1, at, { takenAt, type: isFull ? 'full' : 'incremental' })
        const record = { ...made, databaseId: id, database, needs: isFull ? [] : needs }
        if (isFull) full = record
        needs = isFull ? [{ id: full.id, file: full.file }] : [...needs, { id: record.id, file: record.file }]
        catalog.backups.put(record, null)
      }
    }
  })
  catalog.close()
}

/** Milliseconds from one frame to the next while something is done with the window. */
async function framesOf(page: Page, work: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { frames, isMeasured: true })
    let before = performance.now()
    const next = (now: number): void => {
      frames.push(now - before)
      before = now
      if ((globalThis as unknown as { isMeasured: boolean }).isMeasured) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  await work()
  return page.evaluate(() => {
    const kept = globalThis as unknown as { isMeasured: boolean; frames: number[] }
    kept.isMeasured = false
    return kept.frames.slice(1)
  })
}

function at(frames: readonly number[], share: number): string {
  const sorted = frames.toSorted((one, other) => one - other)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)
}

async function repeat(times: number, step: (n: number) => Promise<void>): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await step(n)
    await delay(stepMs)
  }
}

async function measure(page: Page): Promise<void> {
  const field = (await page.locator('.tl-field').boundingBox())!
  const [x, y] = [field.x + field.width / 2, field.y + field.height / 2]
  const cases: Readonly<Record<string, () => Promise<void>>> = {
    'nothing happens': () => delay(2000),
    'the pointer moves': () => repeat(100, (n) => page.mouse.move(x - 200 + 4 * n, y)),
    'lanes are scrolled': async () => {
      await page.mouse.move(field.x - 60, y)
      await repeat(120, (n) => page.mouse.wheel(0, n < 60 ? 40 : -40))
    },
    panned: async () => {
      await page.mouse.move(x, y)
      await page.mouse.down()
      await repeat(200, (n) => page.mouse.move(x + 400 * Math.sin(n / 16), y))
      await page.mouse.up()
    },
    zoomed: async () => {
      await page.mouse.move(x, y)
      await repeat(160, (n) => page.mouse.wheel(0, n % 80 < 40 ? -60 : 60))
    },
  }
  process.stdout.write('| while | frames | median ms | 95 of 100 | longest |\n|---|---|---|---|---|\n')
  for (const [name, work] of Object.entries(cases)) {
    const frames = await framesOf(page, work)
    const longest = Math.max(...frames).toFixed(0)
    process.stdout.write(
      `| ${name} | ${frames.length} | ${at(frames, 0.5)} | ${at(frames, 0.95)} | ${longest} |\n`,
    )
    await delay(500)
  }
}

try {
  await makeVault()
  const program = await startBrowserProgram(projectRoot, {
    ...process.env,
    HOLDFAST_HOME: homeFolder,
    HOLDFAST_KEYCHAIN: 'off',
    HOLDFAST_SCHEDULES: 'off',
  })
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArgs() })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(program.url)
  await page.getByRole('link', { name: 'Timeline' }).click()
  await page.getByText('100,000 backups').waitFor()
  await delay(3000)
  await measure(page)
  const picture = process.env['HOLDFAST_BENCH_PICTURE']
  if (picture !== undefined) await page.screenshot({ path: picture })
  await browser.close()
  await program.stop()
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
