import { countOf } from '../../../../shared/domain/words/format-count.ts'
import { listWords } from '../../../../shared/domain/words/list-words.ts'

interface CronField {
  readonly word: string
  readonly least: number
  readonly most: number
  readonly names: readonly string[]
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const fields: readonly CronField[] = [
  { word: 'minute', least: 0, most: 59, names: [] },
  { word: 'hour', least: 0, most: 23, names: [] },
  { word: 'day of the month', least: 1, most: 31, names: [] },
  { word: 'month', least: 1, most: 12, names: months },
  { word: 'day of the week', least: 0, most: 7, names: days },
]

/** What of one field can't be read, or is out of its range; null: nothing. Marks of the cron dialect (L, W, #) are left to the program. */
function fieldProblem(text: string, { word, least, most, names }: CronField): string | null {
  const values = text.toLowerCase().split(/[,\-/]/)
  for (const value of values) {
    if (/^\d+$/.test(value)) {
      const isStep = text.includes(`/${value}`)
      if (!isStep && (Number(value) < least || Number(value) > most))
        return `${value} is no ${word}: it goes from ${least} to ${most}`
    } else if (!names.includes(value) && !/^(\*|\?|l|lw|\d*w|.*#\d|.*l)$/.test(value)) {
      return `“${text}” is no ${word}`
    }
  }
  return null
}

/** Why a text is no cron expression, as far as can be told; for one that the program refused. */
export function cronProblem(cron: string): string {
  const parts = cron.trim() === '' ? [] : cron.trim().split(/\s+/)
  if (parts.length !== fields.length) {
    const wanted = listWords(
      fields.map(({ word }) => word),
      fields.length,
    )
    return `Five fields are needed: ${wanted}. ${parts.length === 0 ? 'None is' : `${countOf(parts.length, 'field')} ${parts.length === 1 ? 'is' : 'are'}`} there.`
  }
  for (const [n, field] of fields.entries()) {
    const problem = fieldProblem(parts[n] ?? '', field)
    if (problem !== null) return `${problem}.`
  }
  return 'It is no cron expression.'
}
