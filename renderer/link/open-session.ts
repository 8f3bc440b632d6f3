import { LinkError } from './line.ts'

/** What a session needs of the page it is opened in. */
export interface SessionPage {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>
  readonly history: Pick<History, 'replaceState'>
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>
}

/** sessionStorage belongs to this tab and this origin, port included: it survives a reload and nothing else reads it. */
const secretKey = 'holdfast.session'

/**
 * The secret that this tab's connection needs: bought with the ticket in the address, or the one that the tab has from before a
 * reload. The ticket is taken out of the address at once. Rejects with LinkError.
 */
export async function openSession(page: SessionPage): Promise<string> {
  const ticket = takeTicket(page)
  const stored = page.sessionStorage.getItem(secretKey)
  if (ticket !== null) {
    const answer = await ask(page, '/session', { ticket })
    if (answer.ok) {
      const { secret } = (await answer.json()) as { secret: string }
      page.sessionStorage.setItem(secretKey, secret)
      return secret
    }
    if (stored === null) throw new LinkError('TICKET_REFUSED')
  }
  if (stored === null) throw new LinkError('TICKET_MISSING')
  await checkSession(page, stored)
  return stored
}

/** Rejects with SESSION_ENDED when the server does not know the secret, with UNREACHABLE when there is no server. */
export async function checkSession(page: SessionPage, secret: string): Promise<void> {
  const answer = await ask(page, '/session/check', { secret })
  if (answer.ok) return
  page.sessionStorage.removeItem(secretKey)
  throw new LinkError('SESSION_ENDED')
}

function takeTicket(page: SessionPage): string | null {
  const ticket = new URLSearchParams(page.location.hash.slice(1)).get('ticket')
  if (ticket !== null) page.history.replaceState(null, '', page.location.pathname + page.location.search)
  return ticket
}

async function ask(page: SessionPage, path: string, body: object): Promise<Response> {
  try {
    return await page.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch (cause) {
    throw new LinkError('UNREACHABLE', { cause })
  }
}
