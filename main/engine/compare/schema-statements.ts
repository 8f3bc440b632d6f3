import type { ObjectChange } from '../../../shared/domain/comparison.ts'
import { foldName } from '../content/sql-terms.ts'
import type { Schema } from '../source/read-schema.ts'
import { quoteName } from '../source/quote-name.ts'
import type { SchemaObject } from '../source/snapshot.ts'
import { schemaChanges } from './schema-changes.ts'

/** The statements around the rows. */
export interface SchemaPlan {
  /** Tables that are dropped and made anew, with all of the right side's rows. Folded names. */
  readonly remade: ReadonlySet<string>
  /** Before any row: what is in the way, then the tables. */
  readonly before: readonly string[]
  /** After the rows: indexes, views and triggers. */
  readonly after: readonly string[]
}

const dropOf = ({ type, name }: Pick<SchemaObject, 'type' | 'name'>): string =>
  `DROP ${type.toUpperCase()} ${quoteName(name)}`

/**
 * A statement of the right side. It is one and no more: SQLite refuses a schema in which another follows. A comment may be its end,
 * which a semicolon must not become a part of.
 */
const createOf = ({ sql }: SchemaObject): string => `${sql ?? ''}\n`

function isMade({ sql, name }: SchemaObject): boolean {
  return sql !== null && !/^sqlite_/i.test(name)
}

/** Objects of one kind on one side that people made. */
function madeOf({ objects }: Schema, type: SchemaObject['type']): readonly SchemaObject[] {
  return objects.filter((object) => object.type === type && isMade(object))
}

class PlanMaker {
  readonly #left: Schema
  readonly #right: Schema
  readonly #changes: readonly ObjectChange[]
  readonly #remade: ReadonlySet<string>

  constructor(left: Schema, right: Schema) {
    this.#left = left
    this.#right = right
    this.#changes = schemaChanges(left, right)
    this.#remade = new Set(
      this.#changes.filter(({ kind }) => kind === 'table').map(({ name }) => foldName(name)),
    )
  }

  plan(hasRowChanges: boolean): SchemaPlan {
    // Triggers would write rows of their own while the rows are written.
    const movesTriggers = hasRowChanges || this.#changes.length > 0
    const before = [
      ...(movesTriggers ? madeOf(this.#left, 'trigger').map(dropOf) : []),
      ...this.#drops('view'),
      ...this.#drops('index'),
      ...this.#drops('table'),
      ...this.#creates('table'),
    ]
    const after = [
      ...this.#indexes(),
      ...this.#creates('view'),
      ...(movesTriggers ? madeOf(this.#right, 'trigger').map(createOf) : []),
    ]
    return { remade: this.#remade, before, after }
  }

  #isChanged({ type, name }: SchemaObject): boolean {
    const folded = foldName(name)
    return this.#changes.some((change) => change.kind === type && foldName(change.name) === folded)
  }

  #isRemade({ tableName }: SchemaObject): boolean {
    return this.#remade.has(foldName(tableName))
  }

  /** What changes or goes. An index goes with its table. */
  #drops(type: 'view' | 'index' | 'table'): readonly string[] {
    return madeOf(this.#left, type)
      .filter((object) => this.#isChanged(object) && !(type === 'index' && this.#isRemade(object)))
      .map(dropOf)
  }

  #creates(type: 'view' | 'table'): readonly string[] {
    return madeOf(this.#right, type)
      .filter((object) => this.#isChanged(object))
      .map(createOf)
  }

  #indexes(): readonly string[] {
    return madeOf(this.#right, 'index')
      .filter((object) => this.#isChanged(object) || this.#isRemade(object))
      .map(createOf)
  }
}

/** The statements that turn one schema into the other, around those of the rows. */
export function planSchema(left: Schema, right: Schema, hasRowChanges: boolean): SchemaPlan {
  return new PlanMaker(left, right).plan(hasRowChanges)
}
