import type { FoundDatabase } from '../../../shared/domain/views.ts'
import { exitStatusOfAll, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { explainErrno } from '../../../shared/domain/words/explain-errno.ts'
import { formatBytes } from '../../../shared/domain/words/format-bytes.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { registerDatabases } from '../../operations/databases/register-databases.ts'
import { scanFolder } from '../../operations/databases/scan-folder.ts'
import { printable, tableOf } from '../output/print-table.ts'
import { answer, openCommandVault, pathFrom, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { faultOfResult, jsonRegistered, printRegistered } from './add-command.ts'

/** Options of `scan`. */
export interface ScanOptions extends GlobalOptions {
  readonly add?: boolean | undefined
}

const columns = [
  { title: 'FILE', value: (file: FoundDatabase) => file.path },
  { title: 'SIZE', isNumber: true, value: (file: FoundDatabase) => formatBytes(file.sizeBytes) },
  { title: 'REGISTERED AS', value: (file: FoundDatabase) => file.registeredAs ?? '-' },
]

/** `scan DIR`: finds SQLite files by their header; with --add registers those that are new. */
export function scanCommand(terminal: Terminal, folder: string, options: ScanOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(
      session,
      { ...options, isLooking: options.add !== true },
      options.add === true ? 'databases.add' : 'databases.list',
      { folder },
    )
    const scan = await scanFolder(session.operations, pathFrom(terminal, folder), session.signal)
    const fresh = scan.found.filter((file) => file.registeredAs === null).map((file) => file.path)
    const results =
      options.add === true && fresh.length > 0
        ? await registerDatabases(session.operations, { paths: fresh })
        : []
    const json = { ...scan, ...(options.add === true && { results: jsonRegistered(results) }) }
    for (const { path, errno } of scan.unreadable) {
      terminal.err(`Not looked at: ${printable(path)}: ${explainErrno(errno)}\n`)
    }
    answer(session, options, json, () => {
      const summary = `${countOf(scan.found.length, 'SQLite file')} among ${countOf(scan.filesSeen, 'file')}.\n`
      return `${tableOf(columns, scan.found)}${summary}${printRegistered(session, results)}`
    })
    return exitStatusOfAll(results.map(faultOfResult))
  })
}
