/** A slot that nobody has seen open the vault for so long is not known to open it. Days. */
export const slotTestDueDays = 90

const dayMs = 24 * 60 * 60 * 1000

/** Whether a slot should be tested again. Moments are UTC, ISO 8601; being made counts as a test, for the slot was opened then. */
export function isSlotTestDue(createdAt: string, testedAt: string | null, nowMs: number): boolean {
  const newestMs = Math.max(Date.parse(createdAt), testedAt === null ? 0 : Date.parse(testedAt))
  return nowMs - newestMs > slotTestDueDays * dayMs
}
