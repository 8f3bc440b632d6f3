/**
 * The OS keychain, one secret for each vault id. Every method ends within a few seconds; rejects with KEYCHAIN_UNREACHABLE when it
 * is not there, locked, or does not answer.
 */
export interface Keychain {
  /** Whether it takes and gives back a secret now. Never rejects. */
  answers(): Promise<boolean>
  /** Null when it keeps none for this vault. */
  get(vaultId: string): Promise<string | null>
  set(vaultId: string, secret: string): Promise<void>
  remove(vaultId: string): Promise<void>
}
