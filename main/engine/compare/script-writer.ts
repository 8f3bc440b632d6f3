import { FaultError } from '../../../shared/domain/fault.ts'
import type { OpenFile } from '../ports/file-system.ts'
import type { Ports } from '../ports/ports.ts'
import { errnoOf } from '../vault/vault-faults.ts'

const flushAtLength = 1 << 18

/** Writes SQL into a file, one statement after the other. */
export class ScriptWriter {
  readonly #file: OpenFile
  #waiting: string[] = []
  #waitingLength = 0
  #written = 0
  #statements = 0

  constructor(file: OpenFile) {
    this.#file = file
  }

  /** Statements that change something. */
  get statements(): number {
    return this.#statements
  }

  get sizeBytes(): number {
    return this.#written
  }

  /** A statement that changes something, without its semicolon. */
  async change(sql: string): Promise<void> {
    this.#statements += 1
    await this.frame(sql)
  }

  /** A statement that does not count: BEGIN, COMMIT, a pragma. */
  async frame(sql: string): Promise<void> {
    await this.#add(`${sql};\n`)
  }

  /** A remark. It stays in its line, whatever is in it. */
  async comment(text: string): Promise<void> {
    await this.#add(`-- ${text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')}\n`)
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.#waiting.join(''), 'utf8')
    this.#waiting = []
    this.#waitingLength = 0
    await this.#file.write(bytes, this.#written)
    this.#written += bytes.length
  }

  async #add(line: string): Promise<void> {
    this.#waiting.push(line)
    this.#waitingLength += line.length
    if (this.#waitingLength >= flushAtLength) await this.flush()
  }
}

/**
 * Writes a script into a file that must not be there, and flushes it to the medium. A script that was not finished is removed. Throws
 * EXPORT_FAILED, and what `write` throws.
 */
export async function writeScript<T>(
  ports: Ports,
  path: string,
  write: (script: ScriptWriter) => Promise<T>,
): Promise<T> {
  let isOurs = false
  try {
    const file = await ports.files.open(path, 'create')
    isOurs = true
    try {
      const script = new ScriptWriter(file)
      const result = await write(script)
      await script.flush()
      await file.sync()
      return result
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isOurs) await ports.files.remove(path).catch(() => undefined)
    const errno = error instanceof FaultError ? undefined : errnoOf(error)
    if (errno === undefined) throw error
    throw new FaultError({ code: 'EXPORT_FAILED', path, errno }, { cause: error })
  }
}
