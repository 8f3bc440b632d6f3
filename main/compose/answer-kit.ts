import { pathToFileURL } from 'node:url'

import type { KitAnswer, KitQuestion } from './kit-messages.ts'

/** What a kit's script exports. */
interface KitScript {
  readonly run: (
    args: readonly string[],
    io: {
      readonly out: (text: string) => void
      readonly err: (text: string) => void
      readonly input: () => Promise<Uint8Array>
      readonly ask: null
    },
  ) => Promise<number>
}

/** Runs a kit's script as a person would. Only in a process of its own. Never rejects. */
export async function answerKit({ script, args, input }: KitQuestion): Promise<KitAnswer> {
  let out = ''
  let err = ''
  try {
    const { run } = (await import(pathToFileURL(script).href)) as KitScript
    const status = await run(args, {
      out: (text) => (out += text),
      err: (text) => (err += text),
      input: () => Promise.resolve(Buffer.from(input, 'base64')),
      ask: null,
    })
    return { status, out, err }
  } catch (error) {
    return { status: 1, out, err: `${err}${(error as Error).message}` }
  }
}
