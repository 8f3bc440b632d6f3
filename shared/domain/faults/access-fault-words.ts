import type { FaultWords } from './fault-words.ts'

/** Words for what somebody may not do. */
export const accessFaultWords: FaultWords<'ROLE_NEEDED'> = {
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
