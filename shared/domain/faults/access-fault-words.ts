import type { FaultWords } from './fault-words.ts'

/** Words for what somebody may not do, and for what is not done because nobody would know of it. */
export const accessFaultWords: FaultWords<'ROLE_NEEDED' | 'AUDIT_NOT_WRITTEN'> = {
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
}
