import type { ClockReading } from '../../../shared/domain/alerts/clock-reading.ts'
import type { Ports } from '../../engine/engine.ts'

/** What both clocks of this machine say now. */
export function readClocks({ clock, machine }: Pick<Ports, 'clock' | 'machine'>): ClockReading {
  return { wallMs: clock.now(), upMs: machine.upMs(), boot: machine.boot }
}
