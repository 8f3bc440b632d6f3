import { describe, expect, it } from 'vitest'

import { keychainInChild, type KeychainChild } from '../../../main/compose/keychain-in-child.ts'
import type { KeychainAnswer, KeychainQuestion } from '../../../main/compose/keychain-messages.ts'
import { faultOf } from '../../../shared/domain/fault.ts'

/** A child that answers as it is told. */
function childThat(answer: (question: KeychainQuestion) => KeychainAnswer | 'ends'): () => KeychainChild {
  return () => {
    let onMessage: (message: unknown) => void = () => undefined
    let onEnd: () => void = () => undefined
    setImmediate(() => onMessage('ready'))
    return {
      send: (question) => {
        const answered = answer(question)
        setImmediate(() => (answered === 'ends' ? onEnd() : onMessage(answered)))
      },
      onMessage: (listener) => (onMessage = listener),
      onEnd: (listener) => (onEnd = listener),
      kill: () => onEnd(),
    }
  }
}

async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => faultOf(error)?.code,
  )
}

describe('the keychain in a child process', () => {
  it('keeps and gives back', async () => {
    const kept = new Map<string, string>()
    const keychain = keychainInChild(
      childThat((question) => {
        if (question.ask === 'set') kept.set(question.account, question.secret)
        if (question.ask === 'remove') kept.delete(question.account)
        return { ok: true, secret: kept.get(question.account) ?? null }
      }),
    )
    expect(await keychain.answers()).toBe(true)
    expect(kept.size).toBe(0)
    expect(await keychain.get('vault')).toBeNull()
    await keychain.set('vault', 'secret')
    expect(await keychain.get('vault')).toBe('secret')
  })

  it('does not answer when it takes a secret and loses it', async () => {
    const keychain = keychainInChild(childThat(() => ({ ok: true, secret: null })))
    expect(await keychain.answers()).toBe(false)
  })

  it('is unreachable when it refuses, and when its process ends without a word', async () => {
    const refusing = keychainInChild(childThat(() => ({ ok: false, detail: 'locked' })))
    expect(await refusing.answers()).toBe(false)
    expect(await codeOf(refusing.get('vault'))).toBe('KEYCHAIN_UNREACHABLE')
    const dying = keychainInChild(childThat(() => 'ends'))
    expect(await codeOf(dying.get('vault'))).toBe('KEYCHAIN_UNREACHABLE')
  })

  it('is killed at its deadline when it waits for a person for ever', async () => {
    let isKilled = false
    const keychain = keychainInChild(
      () => ({
        send: () => undefined,
        onMessage: () => undefined,
        onEnd: () => undefined,
        kill: () => (isKilled = true),
      }),
      20,
    )
    expect(await codeOf(keychain.get('vault'))).toBe('KEYCHAIN_UNREACHABLE')
    expect(isKilled).toBe(true)
  })
})
