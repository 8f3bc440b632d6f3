import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A ticket is for one use within a minute: it stands in an address, which histories and process lists show. Milliseconds. */
export const ticketLifeMs = 60_000

/** Sessions are kept until the server ends; more than these would be a defect of ours, and the oldest goes. */
const mostSessions = 64

interface Ticket {
  readonly hash: Buffer
  readonly endsAt: number
}

const newSecret = (): string => randomBytes(32).toString('base64url')
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Lets windows in: gives out tickets, trades each once for a session's secret, and knows the secrets again. Keeps hashes only. */
export class TicketOffice {
  #tickets: Ticket[] = []
  #sessions: Buffer[] = []
  readonly #nowMs: () => number

  /** `nowMs`: a clock that only goes forward. */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** A new ticket, 256 random bits. */
  issue(): string {
    const ticket = newSecret()
    this.#tickets = [...this.#valid(), { hash: hashOf(ticket), endsAt: this.#nowMs() + ticketLifeMs }].slice(
      -16,
    )
    return ticket
  }

  /** The secret of a new session, or null for a ticket that is unknown, used or old. */
  redeem(ticket: string): string | null {
    const given = hashOf(ticket)
    const valid = this.#valid()
    this.#tickets = valid.filter(({ hash }) => !timingSafeEqual(hash, given))
    if (this.#tickets.length === valid.length) return null
    const secret = newSecret()
    this.#sessions = [...this.#sessions, hashOf(secret)].slice(-mostSessions)
    return secret
  }

  /** Whether a session has this secret. */
  knows(secret: string): boolean {
    const given = hashOf(secret)
    return this.#sessions.filter((hash) => timingSafeEqual(hash, given)).length > 0
  }

  #valid(): Ticket[] {
    return this.#tickets.filter(({ endsAt }) => endsAt > this.#nowMs())
  }
}
