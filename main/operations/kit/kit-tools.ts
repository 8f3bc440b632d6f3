/** What a run of the kit's script said. */
export interface KitRun {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** What kits are made of, and a process to try one in. */
export interface KitTools {
  readonly programVersion: string
  /** Absolute paths of this program's own script and description of the format. */
  readonly scriptFile: string
  readonly formatFile: string
  /** Runs a kit's script in a process of its own; `input` is its standard input. Rejects with the signal's reason, and when the process dies. */
  run(script: string, args: readonly string[], input: Uint8Array, signal: AbortSignal): Promise<KitRun>
}
