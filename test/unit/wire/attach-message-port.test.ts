// oxlint-disable unicorn/require-post-message-target-origin -- ports have no target origin; windows have
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { attachMessagePort } from '../../../main/wire/attach-message-port.ts'
import { FakeMessagePortMain } from '../../support/wire/fake-message-port-main.ts'
import { makeTestRouter } from '../../support/wire/test-contract.ts'

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
afterEach(() => void vi.restoreAllMocks())

function attached() {
  const [hostEnd, windowEnd] = FakeMessagePortMain.pair()
  const answers: string[] = []
  const closed = vi.fn<() => void>()
  windowEnd.on('message', ({ data }: { data: string }) => answers.push(data))
  windowEnd.on('close', closed)
  windowEnd.start()
  attachMessagePort(hostEnd, {
    router: makeTestRouter().router,
    context: { caller: 'tester' },
    onUnexpected: () => undefined,
  })
  const rightQuestion = JSON.stringify({ i: 'z', p: { u: '/whoAmI', b: {} } })
  return { windowEnd, answers, closed, rightQuestion }
}

describe('a message port on which something else than the protocol is spoken', () => {
  it.each(['', 'not JSON', '{}', '{"i":1,"p":null}', '{"i":1,"p":{"u":"http://[","b":{}}}', '[1,2]', 'null'])(
    'survives %j and goes on',
    async (message) => {
      const { windowEnd, answers, rightQuestion } = attached()
      windowEnd.postMessage(message)
      windowEnd.postMessage(new TextEncoder().encode(message))
      windowEnd.postMessage(rightQuestion)
      await vi.waitFor(() => expect(answers.join('\n')).toContain('tester'))
    },
  )

  it('answers a procedure that does not exist, or that JavaScript adds to every object, with NOT_FOUND', async () => {
    const { windowEnd, answers } = attached()
    for (const path of ['/nothing', '/__proto__', '/constructor', '/echo/bind']) {
      windowEnd.postMessage(JSON.stringify({ i: path, p: { u: path, b: {} } }))
    }
    await vi.waitFor(() => expect(answers.length).toBe(4))
    for (const answer of answers) expect(answer).toMatch(/NOT_FOUND|No procedure matched/)
  })

  it.each([[42], [{ i: 1, p: { u: '/whoAmI' } }], [null], [[1, 2]]])('closes on %j', async (message) => {
    const { windowEnd, answers, closed, rightQuestion } = attached()
    windowEnd.postMessage(message)
    await vi.waitFor(() => expect(closed).toHaveBeenCalled())
    windowEnd.postMessage(rightQuestion)
    expect(answers).toEqual([])
  })
})
