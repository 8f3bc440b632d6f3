import { beforeEach, describe, expect, it } from 'vitest'

import { LinkError } from '../../../../renderer/link/line.ts'
import type { SessionPage } from '../../../../renderer/link/open-session.ts'
import { checkSession, openSession } from '../../../../renderer/link/open-session.ts'

/** A tab at an address, and a server that knows one fresh ticket and the secrets it gave. */
function tabAt(hash: string, server: { freshTicket?: string; secrets?: string[]; isDown?: boolean }) {
  const asked: string[] = []
  const secrets = server.secrets ?? []
  const page: SessionPage & { shownAddress: string } = {
    shownAddress: hash,
    location: { hash, pathname: '/inventory', search: '?q=1' },
    history: {
      replaceState(_state, _title, address) {
        page.shownAddress = String(address)
      },
    },
    sessionStorage: window.sessionStorage,
    async fetch(path, init) {
      await Promise.resolve()
      if (server.isDown) throw new TypeError('Failed to fetch')
      const body = JSON.parse(init.body as string) as { ticket?: string; secret?: string }
      asked.push(path)
      if (path === '/session') {
        if (body.ticket !== server.freshTicket) return new Response(null, { status: 403 })
        secrets.push('new secret')
        return Response.json({ secret: 'new secret' })
      }
      return new Response(null, { status: secrets.includes(body.secret ?? '') ? 204 : 401 })
    },
  }
  return { page, asked }
}

beforeEach(() => window.sessionStorage.clear())

describe('the session of a tab', () => {
  it('is bought with the ticket, which leaves the address at once', async () => {
    const { page } = tabAt('#ticket=T', { freshTicket: 'T' })
    expect(await openSession(page)).toBe('new secret')
    expect(page.shownAddress).toBe('/inventory?q=1')
  })

  it('lasts over a reload', async () => {
    const { page } = tabAt('#ticket=T', { freshTicket: 'T' })
    await openSession(page)
    const { page: reloaded, asked } = tabAt('', { secrets: ['new secret'] })
    expect(await openSession(reloaded)).toBe('new secret')
    expect(asked).toEqual(['/session/check'])
  })

  it('lasts when the used address is opened again in the same tab', async () => {
    await openSession(tabAt('#ticket=T', { freshTicket: 'T' }).page)
    const { page } = tabAt('#ticket=T', { secrets: ['new secret'] })
    expect(await openSession(page)).toBe('new secret')
  })

  it('is refused without a ticket, with a used one, and after the server was started anew', async () => {
    await expect(openSession(tabAt('', {}).page)).rejects.toEqual(new LinkError('TICKET_MISSING'))
    await expect(openSession(tabAt('#ticket=old', {}).page)).rejects.toEqual(new LinkError('TICKET_REFUSED'))
    window.sessionStorage.setItem('holdfast.session', 'of the server before')
    await expect(openSession(tabAt('', {}).page)).rejects.toEqual(new LinkError('SESSION_ENDED'))
    expect(window.sessionStorage.length).toBe(0)
  })

  it('leaves a deep link in the fragment alone', async () => {
    window.sessionStorage.setItem('holdfast.session', 's')
    const { page } = tabAt('#/activity/1', { secrets: ['s'] })
    await openSession(page)
    expect(page.shownAddress).toBe('#/activity/1')
  })

  it('is not thrown away because the server does not answer', async () => {
    window.sessionStorage.setItem('holdfast.session', 's')
    await expect(checkSession(tabAt('', { isDown: true }).page, 's')).rejects.toEqual(
      new LinkError('UNREACHABLE'),
    )
    expect(window.sessionStorage.getItem('holdfast.session')).toBe('s')
  })
})
