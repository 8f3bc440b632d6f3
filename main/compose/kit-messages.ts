/** What the kit's child process is asked. Travels over its pipe alone: it holds a secret. */
export interface KitQuestion {
  readonly script: string
  readonly args: readonly string[]
  /** Standard input, in base64. */
  readonly input: string
}

/** What it answers, once. */
export interface KitAnswer {
  readonly status: number
  readonly out: string
  readonly err: string
}
