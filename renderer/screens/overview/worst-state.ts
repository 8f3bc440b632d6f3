import type { ProtectionState } from '../../../shared/domain/protection.ts'

const fromWorst: readonly ProtectionState[] = ['failed', 'at_risk', 'stored', 'running', 'proved']

/** The worst state among some: what the whole is judged by. Proved for none. */
export function worstState(of: readonly { readonly state: ProtectionState }[]): ProtectionState {
  return fromWorst.find((state) => of.some((one) => one.state === state)) ?? 'proved'
}

/** Sorts from the worst state down, then by name. */
export function byWorst<T extends { readonly state: ProtectionState; readonly name: string }>(
  a: T,
  b: T,
): number {
  return fromWorst.indexOf(a.state) - fromWorst.indexOf(b.state) || a.name.localeCompare(b.name)
}
