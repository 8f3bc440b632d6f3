/**
 * The condition of a backup that counts as proved where what it needs does: it holds rows, its newest validation passed, and no drill found it red
 * since one brought it back. On the columns of `backups`.
 */
export const isProvable = `status = 'passed' AND type <> 'schema' AND concluded_verdict <> 'failed'`
