import type { Page } from '@playwright/test'

import type { SceneName } from '../support/sample/scenes.ts'

/** One state of the window: a scene, a place in it, what to do there, and what must then be seen. */
export interface WindowView {
  readonly name: string
  readonly scene: SceneName | 'no-ticket'
  readonly place: string
  readonly sees: string
  readonly act?: (page: Page) => Promise<void>
}

/** From the step that chooses a point to the plan. */
export async function toPlan(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Show the plan' }).click()
}
