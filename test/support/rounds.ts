/**
 * How often a repeating test repeats itself: `usual`, times the factor HOLDFAST_TEST_ROUNDS (1 when it is not set; 0.1 for a
 * quick look, 10 for a soak), and at least once. Throws for a factor that is no number above 0: a run that was meant to be
 * long and is short would go unnoticed.
 */
export function rounds(usual: number): number {
  const factor = Number(process.env['HOLDFAST_TEST_ROUNDS'] ?? '1')
  if (!(factor > 0)) throw new Error('HOLDFAST_TEST_ROUNDS is a factor: a number above 0')
  return Math.max(1, Math.round(usual * factor))
}
