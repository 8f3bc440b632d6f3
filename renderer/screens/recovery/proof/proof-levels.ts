import type { Validation } from '../../../../shared/domain/validation.ts'
import { formatMoment } from '../../../../shared/domain/words/format-moment.ts'
import type { ProofVerdict } from './judge-proof.ts'
import type { ProofLine } from './proof-lines.tsx'

const rootLines: Readonly<Record<ProofVerdict, Omit<ProofLine, 'what'>>> = {
  equal: { isShown: true, says: 'Every page read back is the one that was backed up.' },
  equal_with_defects: { isShown: true, says: 'Every page read back is the one that was backed up.' },
  not_shown: {
    isShown: false,
    says: 'Programs had written to the file again before it was read back. The rebuilt content was equal page by page.',
  },
  differs: { isShown: null, says: 'Pages read back are not those that were backed up.' },
}

/** What a restore proves, by its levels: the root, SQLite’s own check with how far it went, and what it holds. */
export function proofLevels(validation: Validation, verdict: ProofVerdict): readonly ProofLine[] {
  return [{ what: 'Root', ...rootLines[verdict] }, integrityLine(validation), contentLine(validation)]
}

function integrityLine({ integrity, checks, checkedAt }: Validation): ProofLine {
  const what = 'SQLite’s check'
  if (integrity === null) return { what, isShown: false, says: 'SQLite’s own check could not be made.' }
  if (checks.data_consistency.status === 'failed') {
    return { what, isShown: null, says: 'It found something; see the check of the data below.' }
  }
  const when =
    integrity.checkedAt < checkedAt ? `, made at ${formatMoment(integrity.checkedAt)} of this same root` : ''
  return integrity.extent === 'full'
    ? { what, isShown: true, says: `The full integrity check and foreign keys hold${when}.` }
    : {
        what,
        isShown: true,
        says: `The quick check and foreign keys hold${when}; that indexes agree with their tables was not shown.`,
      }
}

function contentLine({ checks }: Validation): ProofLine {
  const { status, detail } = checks.data_consistency
  return {
    what: 'Tables',
    isShown: status === 'failed' ? null : status === 'passed',
    says: detail,
  }
}
