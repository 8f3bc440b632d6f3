import type { Fault, FaultCode } from '../fault.ts'
import { accessFaultWords } from './access-fault-words.ts'
import { channelFaultWords } from './channel-fault-words.ts'
import { alertFaultWords } from './alert-fault-words.ts'
import { chainFaultWords, contentFaultWords } from './content-fault-words.ts'
import type { FaultText, FaultWords } from './fault-words.ts'
import { drillFaultWords } from './drill-fault-words.ts'
import { policyFaultWords } from './policy-fault-words.ts'
import { guardFaultWords } from './guard-fault-words.ts'
import { pruneFaultWords } from './prune-fault-words.ts'
import { jobFaultWords, restoreFaultWords } from './restore-fault-words.ts'
import { sourceFaultWords } from './source-fault-words.ts'
import { systemFaultWords } from './system-fault-words.ts'
import { backupFaultWords, registeredFaultWords } from './stored-fault-words.ts'
import { kitFaultWords } from './kit-fault-words.ts'
import { keyFaultWords } from './key-fault-words.ts'
import { vaultFaultWords } from './vault-fault-words.ts'

/** The words of every fault; the compiler refuses one that has none. */
export const faultWords: FaultWords<FaultCode> = {
  ...sourceFaultWords,
  ...vaultFaultWords,
  ...keyFaultWords,
  ...kitFaultWords,
  ...accessFaultWords,
  ...registeredFaultWords,
  ...backupFaultWords,
  ...chainFaultWords,
  ...contentFaultWords,
  ...restoreFaultWords,
  ...guardFaultWords,
  ...jobFaultWords,
  ...policyFaultWords,
  ...drillFaultWords,
  ...pruneFaultWords,
  ...systemFaultWords,
  ...channelFaultWords,
  ...alertFaultWords,
}

function foreignText({ code }: Fault): FaultText {
  return {
    title: 'Fault of another version',
    message: `Another version of Holdfast wrote ${code}, which this one has no words for.`,
    unharmed: null,
    remedy: 'Use the newest Holdfast on every machine that shares the vault.',
  }
}

/**
 * What a fault says to a person. The same words on the command line and in the window. A fault may come from a vault's log, and so
 * from a newer program or from anybody: for one that this version does not know there are words too.
 */
export function faultText(fault: Fault): FaultText {
  if (!Object.hasOwn(faultWords, fault.code)) return foreignText(fault)
  // One code, its own words: the compiler can't follow that pairing through an index.
  const words = faultWords[fault.code] as (fault: Fault) => FaultText
  try {
    return words(fault)
  } catch {
    return foreignText(fault)
  }
}
