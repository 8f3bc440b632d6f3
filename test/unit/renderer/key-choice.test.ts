import { expect, it } from 'vitest'

import { emptyKeyForm, readKeyForm } from '../../../renderer/screens/first-run/key-choice.ts'
import { joinPath, folderOf, isAbsolutePath, lastPart } from '../../../renderer/text/path-words.ts'

it('makes a choice only when nothing is missing or wrong', () => {
  const form = { ...emptyKeyForm, kind: 'passphrase' as const }
  expect(readKeyForm(emptyKeyForm)).toEqual({ choice: { kind: 'automatic' } })
  expect(readKeyForm(form)).toEqual({ problem: null })
  expect(readKeyForm({ ...form, passphrase: 'short' })).toEqual({ problem: 'Use 8 characters or more.' })
  expect(readKeyForm({ ...form, passphrase: 'correct horse', again: 'correct house' })).toEqual({
    problem: 'The two passphrases differ.',
  })
  expect(readKeyForm({ ...form, passphrase: 'correct horse', again: 'correct horse' })).toEqual({
    choice: { kind: 'passphrase', passphrase: 'correct horse' },
  })
  expect(readKeyForm({ ...emptyKeyForm, kind: 'key_file', keyFile: 'relative.key' })).toEqual({
    problem: null,
  })
  expect(readKeyForm({ ...emptyKeyForm, kind: 'key_file', keyFile: '/keys/a.key' })).toEqual({
    choice: { kind: 'key_file', path: '/keys/a.key' },
  })
})

it('handles paths the way they are written', () => {
  expect(joinPath('/vault', 'manual/a.db')).toBe('/vault/manual/a.db')
  expect(joinPath('/', 'a')).toBe('/a')
  expect(joinPath('C:\\vault', 'manual/a.db')).toBe('C:\\vault\\manual\\a.db')
  expect(lastPart('/mnt/vault/')).toBe('vault')
  expect(folderOf('/a.db')).toBe('/')
  expect(folderOf('/srv/x/a.db')).toBe('/srv/x')
  expect([
    isAbsolutePath('/a'),
    isAbsolutePath('C:\\a'),
    isAbsolutePath('\\\\nas\\a'),
    isAbsolutePath('a/b'),
  ]).toEqual([true, true, true, false])
})
