import type { Fault, FaultCode } from '../fault.ts'
import type { FaultText, FaultWords } from './fault-words.ts'
import { jobFaultWords, restoreFaultWords } from './restore-fault-words.ts'
import { sourceFaultWords } from './source-fault-words.ts'
import { backupFaultWords, registeredFaultWords } from './stored-fault-words.ts'
import { keyFaultWords, vaultFaultWords } from './vault-fault-words.ts'

/** Every fault's words. Exhaustive: a code without words does not compile. */
export const faultWords: FaultWords<FaultCode> = {
  ...sourceFaultWords,
  ...vaultFaultWords,
  ...keyFaultWords,
  ...registeredFaultWords,
  ...backupFaultWords,
  ...restoreFaultWords,
  ...jobFaultWords,
}

/** What a fault says to a person. The same words on the command line and in the window. */
export function faultText(fault: Fault): FaultText {
  // One code, its own words: the compiler can't follow that pairing through an index.
  const words = faultWords[fault.code] as (fault: Fault) => FaultText
  return words(fault)
}
