import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

import { FaultError } from '../../shared/domain/fault.ts'

async function askOn(question: string, isHidden: boolean): Promise<string> {
  let isMuted = false
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isMuted) process.stderr.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output: echo, terminal: true })
  try {
    // Closing at Ctrl+C or Ctrl+D: nobody answers any more.
    const closed = new Promise<never>((_resolve, reject) => {
      lines.once('close', () => reject(new FaultError({ code: 'JOB_CANCELLED' })))
    })
    lines.once('SIGINT', () => lines.close())
    const answer = lines.question(question)
    isMuted = isHidden
    return await Promise.race([answer, closed])
  } finally {
    lines.close()
    if (isHidden) process.stderr.write('\n')
  }
}

/** Asks for a line on the terminal. Throws JOB_CANCELLED at Ctrl+C. */
export function askLine(question: string): Promise<string> {
  return askOn(question, false)
}

/** Asks for a secret, which is not shown. Throws JOB_CANCELLED at Ctrl+C. */
export function askSecret(question: string): Promise<string> {
  return askOn(question, true)
}
