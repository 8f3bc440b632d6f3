import type { KeySlotKind } from '../views.ts'

const travelling: Readonly<Record<KeySlotKind, boolean>> = {
  passphrase: true,
  recovery_code: true,
  key_file: false,
  keychain: false,
}

/** Whether one of these opens the vault for whoever knows it, on any machine; the others are lost with the machine that keeps them. */
export function opensAnywhere(kinds: readonly KeySlotKind[]): boolean {
  return kinds.some((kind) => travelling[kind])
}
