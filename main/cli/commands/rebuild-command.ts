import { exitStatus, type ExitStatus } from '../../../shared/domain/faults/fault-exit-status.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import { rebuildCatalog } from '../../operations/vaults/rebuild-catalog.ts'
import { faultLines, jsonError } from '../output/print-fault.ts'
import { printable } from '../output/print-table.ts'
import { answer, openCommandVault, withSession, type GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** `rebuild`: forgets the catalog and reads everything in the vault again. Manifests and registrations that can't be read make it partly done. */
export function rebuildCommand(terminal: Terminal, options: GlobalOptions): Promise<ExitStatus> {
  return withSession(terminal, async (session) => {
    await openCommandVault(session, options, 'vault.rebuild')
    const report = await rebuildCatalog(session.operations)
    const { databases, backups, damaged, faults } = report
    for (const file of damaged)
      terminal.err(
        `This file can't be read, so its backup or registration is not listed: ${printable(file)}\n`,
      )
    for (const { fault } of faults) terminal.err(faultLines(fault))
    const found = `${countOf(databases, 'database')} and ${countOf(backups, 'backup')} found in the vault.\n`
    const errors = faults.map(({ file, fault }) => ({ file, ...jsonError(fault) }))
    answer(session, options, { databases, backups, damaged, errors }, () => found)
    return damaged.length === 0 ? exitStatus.done : exitStatus.partlyDone
  })
}
