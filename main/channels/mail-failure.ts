import type { Delivery, RejectedRecipient } from '../../shared/domain/alerts/delivery.ts'
import type { Fault } from '../../shared/domain/fault.ts'
import { connectionFault } from './connection-failure.ts'
import { plainAnswer } from './plain-answer.ts'

/** What nodemailer tells of a failure; its own type has more. */
export interface MailError {
  readonly code?: string | undefined
  readonly originalCode?: string | undefined
  readonly message?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
  readonly recipient?: string | undefined
  readonly rejectedErrors?: readonly MailError[] | undefined
}

/** Whose failure it is. */
export interface MailPlace {
  readonly server: string
  readonly user: string | null
  /** Struck out of whatever the server says. */
  readonly secrets: readonly string[]
}

/** Replies of 400 to 499 are about now, those of 500 and more about the message (RFC 5321, 4.2.1). */
function isForNow({ responseCode }: MailError): boolean {
  return responseCode !== undefined && responseCode >= 400 && responseCode < 500
}

function again(fault: Fault): Delivery {
  return { outcome: 'again', fault, afterMs: null, owedTo: null, hasReached: false, rejected: [] }
}

function rejection(error: MailError, { server, secrets }: MailPlace): RejectedRecipient {
  const recipient = error.recipient ?? ''
  const answer = plainAnswer(error.response, secrets)
  return { recipient, fault: { code: 'MAIL_RECIPIENT_REFUSED', server, recipient, answer } }
}

/**
 * What refused recipients make of a message: those refused for now (greylisting, a full mailbox) are owed it still. `hasTaken`: the
 * server took it for somebody.
 */
export function deliveryOfRejections(
  errors: readonly MailError[],
  hasTaken: boolean,
  place: MailPlace,
): Delivery {
  const rejected = errors.filter((one) => !isForNow(one)).map((one) => rejection(one, place))
  const owed = errors.filter(isForNow).map((one) => rejection(one, place))
  if (owed[0] !== undefined) {
    return {
      outcome: 'again',
      fault: owed[0].fault,
      afterMs: null,
      owedTo: owed.map(({ recipient }) => recipient),
      hasReached: hasTaken,
      rejected,
    }
  }
  if (hasTaken) return { outcome: 'delivered', rejected }
  const only = rejected.length === 1 ? rejected[0]?.fault : undefined
  const answer = plainAnswer(errors[0]?.response, place.secrets)
  return { outcome: 'failed', fault: only ?? { code: 'MAIL_REFUSED', server: place.server, answer } }
}

/**
 * What an error of nodemailer's makes of a message. A server that can't be reached, or is not who it should be, is tried again: nothing
 * was sent, and a network between (a hotel's) can be the cause. A refused password is as well, so that nothing is lost by it; whoever tries again
 * has to wait long, because accounts are locked for trying on.
 */
export function deliveryOfMailError(error: MailError, place: MailPlace): Delivery {
  const { server, user, secrets } = place
  const answer = plainAnswer(error.response, secrets)
  switch (error.code) {
    case 'EAUTH':
    case 'ENOAUTH': {
      return again({ code: 'MAIL_SIGN_IN_REFUSED', server, user: user ?? '', answer })
    }
    case 'EENVELOPE':
    case 'EMESSAGE': {
      if ((error.rejectedErrors?.length ?? 0) > 0)
        return deliveryOfRejections(error.rejectedErrors ?? [], false, place)
      const fault: Fault = { code: 'MAIL_REFUSED', server, answer }
      return isForNow(error) ? again(fault) : { outcome: 'failed', fault }
    }
    case 'EPROTOCOL': {
      const isForGood = error.responseCode !== undefined && error.responseCode >= 500
      if (isForGood) return { outcome: 'failed', fault: { code: 'MAIL_REFUSED', server, answer } }
      return again({ code: 'CHANNEL_UNREACHABLE', server, reason: 'unreadable' })
    }
    case 'ETLS':
      return again({ code: 'CHANNEL_NOT_ENCRYPTED', server })
    case 'EDNS':
      return again({ code: 'CHANNEL_UNREACHABLE', server, reason: 'name_unknown' })
    case undefined:
    default:
      return again(connectionFault(error, server))
  }
}
