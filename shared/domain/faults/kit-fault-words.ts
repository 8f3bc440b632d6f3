import { explainErrno } from '../words/explain-errno.ts'
import type { FaultWords } from './fault-words.ts'

type KitCode = 'KIT_NOT_WHOLE' | 'KIT_OUTDATED' | 'KIT_FAILED' | 'KIT_FOLDER_NOT_EMPTY' | 'KIT_NOT_WRITTEN'

const makeAnother = 'Make a new kit, and destroy this one if its recovery code is on it.'
const unharmed = 'The vault and its keys are as they were.'

/** Words for what can be wrong with a recovery kit. */
export const kitFaultWords: FaultWords<KitCode> = {
  KIT_NOT_WHOLE: ({ folder, detail }) => ({
    title: 'Recovery kit not whole',
    message: `The recovery kit in ${folder} can’t be relied on: ${detail}.`,
    unharmed,
    remedy: makeAnother,
  }),
  KIT_OUTDATED: ({ folder }) => ({
    title: 'Recovery kit of another version',
    message: `The script of the kit in ${folder} is not the one of this version of Holdfast, and was not run.`,
    unharmed,
    remedy:
      'Make a new kit with this version. A recovery code stays as it is unless the new kit is made with one.',
  }),
  KIT_FAILED: ({ folder, detail }) => ({
    title: 'Recovery kit does not restore',
    message: `The script of the kit in ${folder} did not rebuild the newest backup: ${detail}.`,
    unharmed,
    remedy: 'Verify that backup. If it is whole, make a new kit with this version of Holdfast.',
  }),
  KIT_FOLDER_NOT_EMPTY: ({ folder }) => ({
    title: 'Folder not empty',
    message: `${folder} holds other files, and a recovery kit is a folder of its own.`,
    unharmed: 'The files in it are untouched, and no key was changed.',
    remedy: 'Choose an empty folder or one that does not exist yet.',
  }),
  KIT_NOT_WRITTEN: ({ folder, errno }) => ({
    title: 'Recovery kit not written',
    message: `Writing the kit into ${folder} failed: ${explainErrno(errno)}.`,
    unharmed: 'What was written of it was removed, and no key was changed.',
    remedy: 'Check that place, or choose another one, then try again.',
  }),
}
