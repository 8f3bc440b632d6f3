import type { RecoveryScenario } from '../stepper/recovery-scenario.ts'

/** All databases at once, from an archive of the complete system. */
export const systemRecovery: RecoveryScenario<'plan'> = {
  title: 'Restore of the complete system',
  complaint: 'The machine is gone',
  says: 'Every database as an archive of the complete system has it, each rebuilt beside, proved, then put in place.',
  path: '/recovery',
  choosing: [{ name: 'plan', word: 'Plan' }],
  resumes: false,
  again: ({ backupId }) => (backupId === undefined ? '/recovery' : `/recovery/system/${backupId}`),
}
