import type { ProtectionState } from '../../../shared/domain/protection.ts'

const fromWorst: readonly ProtectionState[] = ['failed', 'at_risk', 'stored', 'running', 'proved']

/** The worst state among some: what the whole is judged by. A job that runs makes nothing less safe; proved for none. */
export function worstState(of: readonly { readonly state: ProtectionState }[]): ProtectionState {
  const worst = fromWorst.find((state) => state !== 'running' && of.some((one) => one.state === state))
  return worst ?? (of.length === 0 ? 'proved' : 'running')
}

const names = new Intl.Collator('en', { numeric: true })

/** Sorts from the worst state down, then by name. */
export function byWorst<T extends { readonly state: ProtectionState; readonly name: string }>(
  a: T,
  b: T,
): number {
  return fromWorst.indexOf(a.state) - fromWorst.indexOf(b.state) || names.compare(a.name, b.name)
}
