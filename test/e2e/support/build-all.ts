import { fileURLToPath } from 'node:url'

import { buildWindowIfOld, compileForElectron } from '../../../main/loopback/build-what-is-old.ts'

/** Builds what the hosts run, once, before the first scenario. */
// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default async function buildAll(): Promise<void> {
  const projectFolder = fileURLToPath(new URL('../../../', import.meta.url))
  const place = { projectFolder, signal: new AbortController().signal }
  await buildWindowIfOld(place)
  await compileForElectron(place)
}
