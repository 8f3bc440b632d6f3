import { describe, expect, it } from 'vitest'

import type { MailSettings } from '../../../shared/domain/alerts/channel-settings.ts'
import { settingsProblems } from '../../../main/channels/settings-problems.ts'

const mail: MailSettings = {
  kind: 'email',
  host: 'mail.example.org',
  port: 587,
  security: 'starttls',
  user: 'ops',
  from: 'backup@example.org',
  to: ['ops@example.org', 'müller@example.org'],
  trustedCa: null,
}

describe('mail settings', () => {
  it('are fine as people write them', () => {
    expect(settingsProblems(mail)).toEqual([])
    expect(settingsProblems({ ...mail, host: '::1', security: 'none' })).toEqual([])
    expect(settingsProblems({ ...mail, user: null, security: 'none' })).toEqual([])
  })

  it.each([
    [{ host: 'a b' }, 'its server is neither a name nor an address'],
    [{ host: '' }, 'its server is neither a name nor an address'],
    [{ port: 0 }, 'its port is not from 1 to 65535'],
    [{ port: 25.5 }, 'its port is not from 1 to 65535'],
    [{ from: 'Holdfast <a@b>' }, 'its sender is not a plain mail address'],
    [{ to: [] }, 'it has no recipient'],
    [{ to: ['a@b', 'c@d\r\nRCPT TO:<e@f>'] }, 'is not a plain mail address'],
    [{ to: ['a@b, c@d'] }, 'is not a plain mail address'],
    [{ security: 'none' as const }, 'it would send its password without encryption'],
    [{ security: 'none' as const, host: '127.example.org' }, 'it would send its password without encryption'],
    [{ trustedCa: 'x' }, 'its authority’s certificate is not in PEM form'],
    [
      { trustedCa: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
      'its authority’s certificate can’t be read',
    ],
  ])('%j', (part, problem) => {
    const problems = settingsProblems({ ...mail, ...part })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(problem)
  })
})

describe('webhook settings', () => {
  const problemsOf = (url: string): readonly string[] =>
    settingsProblems({ kind: 'webhook', url, trustedCa: null })

  it.each([
    'https://hooks.example.org/in/abc?d=e',
    'http://localhost:8080/',
    'http://127.0.0.1/',
    'http://127.9.9.9/',
    'http://[::1]:90/',
  ])('%s is fine', (url) => expect(problemsOf(url)).toEqual([]))

  it.each([
    'http://hooks.example.org/secret-token',
    'http://127.0.0.1.example.org/secret-token',
    'http://localhost.example.org/secret-token',
    'http://10.0.0.7/secret-token',
    'file:///etc/secret-token',
    'secret-token',
    '',
    'https://me:secret-token@hooks.example.org/',
  ])('%s is refused, and is not repeated', (url) => {
    const problems = problemsOf(url)
    expect(problems).toHaveLength(1)
    expect(problems.join()).not.toContain('secret-token')
  })
})
