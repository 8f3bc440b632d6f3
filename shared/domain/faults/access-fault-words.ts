import type { FaultWords } from './fault-words.ts'

type AccessCode = 'ROLE_NEEDED' | 'ACCESS_DAMAGED' | 'ACCESS_REFUSED' | 'ACCESS_CHANGED' | 'AUDIT_NOT_WRITTEN'

/** Words for what somebody may not do, and for what is not done because nobody would know of it. */
export const accessFaultWords: FaultWords<AccessCode> = {
  AUDIT_NOT_WRITTEN: ({ path, because }) => ({
    title: 'Can’t be recorded',
    message: `The audit log of the vault ${path} can’t be written (${because}), and nor can Holdfast’s own folder on this machine. Nothing is removed that can’t be recorded.`,
    unharmed: 'Nothing was removed.',
    remedy:
      'Make the vault or Holdfast’s own folder writable for this user, or free space there, and try again.',
  }),
  ROLE_NEEDED: ({ needs, has, user }) => ({
    title: `Needs the role ${needs}`,
    message:
      has === null
        ? `${user} has no role in this vault, and this needs the role ${needs}.`
        : `${user} is ${has} in this vault, and this needs the role ${needs}.`,
    unharmed: 'Nothing was done.',
    remedy: 'Ask an administrator of the vault to do it, or to give this user the role.',
  }),
  ACCESS_DAMAGED: ({ path, problem }) => ({
    title: 'Roles can’t be believed',
    message: `Who may do what is said in ${path}, and ${problem}. Until it is mended everybody may only look.`,
    unharmed: 'Nothing was done.',
    remedy:
      'Who owns the vault’s files can write the roles anew as this machine last saw them: holdfast access mend. Find out who changed the file.',
  }),
  ACCESS_REFUSED: ({ problems }) => ({
    title: 'Roles not changed',
    message: `Who may do what can’t be changed like that: ${problems.join('; ')}.`,
    unharmed: 'Nothing was changed.',
    remedy: 'Name yourself as an administrator first, and see that every name is as the system has it.',
  }),
  ACCESS_CHANGED: () => ({
    title: 'Somebody else changed the roles',
    message: 'Who may do what was changed by another program since it was read here.',
    unharmed: 'Nothing was changed.',
    remedy: 'Look at the roles as they are now, and change them again.',
  }),
}
