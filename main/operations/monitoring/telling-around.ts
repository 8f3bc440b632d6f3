import type { Escalation } from '../../../shared/domain/alerts/escalation.ts'
import type { Ports } from '../../engine/engine.ts'
import type { Messenger } from './messenger.ts'

/** What telling asks of those around it. */
export interface TellingAround {
  readonly ports: Ports
  readonly folder: string
  readonly escalation: Escalation
  readonly messenger: Messenger
  /** Whether this program still is the one that tells: asked before each message. */
  mayTell(): Promise<boolean>
}
