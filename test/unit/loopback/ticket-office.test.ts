import { describe, expect, it } from 'vitest'

import { TicketOffice, ticketLifeMs } from '../../../main/loopback/ticket-office.ts'

describe('the ticket office', () => {
  const begin = () => {
    const clock = { nowMs: 0 }
    return { clock, office: new TicketOffice(() => clock.nowMs) }
  }

  it('takes a ticket until its minute is over, once', () => {
    const { clock, office } = begin()
    const [inTime, late] = [office.issue(), office.issue()]
    clock.nowMs = ticketLifeMs - 1
    const secret = office.redeem(inTime)
    expect(secret).toEqual(expect.any(String))
    expect(office.redeem(inTime)).toBeNull()
    clock.nowMs = ticketLifeMs
    expect(office.redeem(late)).toBeNull()
  })

  it('knows the secrets that it gave out, after their tickets are long gone, and no others', () => {
    const { clock, office } = begin()
    const secrets = [1, 2, 3].map(() => office.redeem(office.issue()) ?? '')
    clock.nowMs = 1e12
    expect(new Set(secrets).size).toBe(3)
    for (const secret of secrets) expect(office.knows(secret)).toBe(true)
    for (const other of ['', 'x', secrets[0]?.slice(1) ?? '', office.issue()])
      expect(office.knows(other)).toBe(false)
  })

  it('keeps a bounded number of both', () => {
    const { office } = begin()
    const tickets = Array.from({ length: 100 }, () => office.issue())
    expect(tickets.filter((ticket) => office.redeem(ticket) !== null).length).toBe(16)
    const secrets = Array.from({ length: 100 }, () => office.redeem(office.issue()) ?? '')
    expect(secrets.filter((secret) => office.knows(secret)).length).toBe(64)
    expect(office.knows(secrets.at(-1) ?? '')).toBe(true)
  })
})
