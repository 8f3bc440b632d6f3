import { describe, expect, it } from 'vitest'

import { deliveryOfMailError, deliveryOfRejections } from '../../../main/channels/mail-failure.ts'

const place = { server: 'mail.example.org:587', user: 'ops', secrets: [] }
const rejected = (recipient: string, responseCode: number) => ({
  recipient,
  responseCode,
  response: `${responseCode} no`,
})

describe('what an error makes of a mail', () => {
  it.each([
    [{ code: 'EAUTH', responseCode: 535 }, 'again', 'MAIL_SIGN_IN_REFUSED'],
    [{ code: 'EAUTH' }, 'again', 'MAIL_SIGN_IN_REFUSED'],
    [{ code: 'EAUTH', responseCode: 454 }, 'again', 'MAIL_SIGN_IN_REFUSED'],
    [{ code: 'EENVELOPE', responseCode: 550 }, 'failed', 'MAIL_REFUSED'],
    [{ code: 'EENVELOPE', responseCode: 451 }, 'again', 'MAIL_REFUSED'],
    [{ code: 'EMESSAGE', responseCode: 552 }, 'failed', 'MAIL_REFUSED'],
    [{ code: 'EMESSAGE', responseCode: 452 }, 'again', 'MAIL_REFUSED'],
    [{ code: 'EPROTOCOL', responseCode: 554 }, 'failed', 'MAIL_REFUSED'],
    [{ code: 'EPROTOCOL' }, 'again', 'CHANNEL_UNREACHABLE'],
    [{ code: 'ETLS' }, 'again', 'CHANNEL_NOT_ENCRYPTED'],
    [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, 'again', 'CHANNEL_NOT_TRUSTED'],
    [{ code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'again', 'CHANNEL_NOT_ENCRYPTED'],
  ])('%j: %s, %s', (error, outcome, code) => {
    const delivery = deliveryOfMailError(error, place)
    expect(delivery).toMatchObject({ outcome, fault: { code, server: place.server } })
  })

  it.each([
    [{ code: 'EDNS', originalCode: 'EREFUSED' }, 'name_unknown'],
    [{ code: 'ETIMEDOUT' }, 'timed_out'],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'refused'],
    [{ code: 'ESOCKET', originalCode: 'ENETUNREACH' }, 'no_route'],
    [{ code: 'ECONNECTION', responseCode: 421 }, 'closed'],
  ])('%j: again, because %s', (error, reason) => {
    const delivery = deliveryOfMailError(error, place)
    expect(delivery).toMatchObject({ outcome: 'again', fault: { code: 'CHANNEL_UNREACHABLE', reason } })
  })
})

describe('what refused recipients make of a mail', () => {
  it('is delivered, with those it will never reach', () => {
    const delivery = deliveryOfRejections([rejected('b@x', 550)], true, place)
    expect(delivery).toMatchObject({ outcome: 'delivered', rejected: [{ recipient: 'b@x' }] })
  })

  it('is owed to those refused for now, and to nobody else', () => {
    const errors = [rejected('b@x', 550), rejected('c@x', 451), rejected('d@x', 452)]
    expect(deliveryOfRejections(errors, true, place)).toMatchObject({
      outcome: 'again',
      owedTo: ['c@x', 'd@x'],
      rejected: [{ recipient: 'b@x' }],
      fault: { code: 'MAIL_RECIPIENT_REFUSED', recipient: 'c@x' },
    })
    const none = { code: 'EENVELOPE', responseCode: 550, rejectedErrors: errors }
    expect(deliveryOfMailError(none, place)).toMatchObject({ outcome: 'again', owedTo: ['c@x', 'd@x'] })
  })

  it('failed when nobody will ever have it', () => {
    const one = { code: 'EENVELOPE', rejectedErrors: [rejected('b@x', 550)] }
    expect(deliveryOfMailError(one, place)).toEqual({
      outcome: 'failed',
      fault: { code: 'MAIL_RECIPIENT_REFUSED', server: place.server, recipient: 'b@x', answer: '550 no' },
    })
    const two = { code: 'EENVELOPE', rejectedErrors: [rejected('b@x', 550), rejected('c@x', 553)] }
    expect(deliveryOfMailError(two, place)).toMatchObject({
      outcome: 'failed',
      fault: { code: 'MAIL_REFUSED' },
    })
  })
})
