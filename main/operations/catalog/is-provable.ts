/**
 * The condition of a backup that counts as proved where what it needs does: it holds rows, its newest validation passed, and no drill found it red
 * since one brought it back. On the columns of `backups`.
 */
export const isProvable = `status = 'passed' AND type <> 'schema' AND concluded_verdict <> 'failed'`

/** Whether a backup that another needs, joined as `needed`, may not carry it: gone, or not passed, or not brought back by a drill. */
export const isNeededInDoubt = `needed.id IS NULL OR needed.status <> 'passed' OR needed.concluded_verdict = 'failed'`
