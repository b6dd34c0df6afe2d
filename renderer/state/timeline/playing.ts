import { spanOf, type TimeRange } from '../../../shared/figures/time-range.ts'
import { frameAt } from '../../plot/tracks/frames.ts'

/** How fast a run plays: simulated seconds or frames in a second of the clock on the wall, or so long for the range on screen. */
export interface Speed {
  readonly unit: SpeedUnit
  readonly amount: number
}

export const speedUnits = ['range', 'time', 'frames'] as const
export type SpeedUnit = (typeof speedUnits)[number]

export const speedTitles: Readonly<Record<SpeedUnit, string>> = {
  range: 's for the range',
  time: 'simulated s / s',
  frames: 'frames / s',
}

export const startSpeed: Speed = { unit: 'range', amount: 20 }
const usual: Readonly<Record<SpeedUnit, number>> = { range: 20, time: 10, frames: 10 }
const LEAST = 1e-6
const MOST = 1e6

/** Another unit at its usual amount. */
export function inUnit(unit: SpeedUnit): Speed {
  return { unit, amount: usual[unit] }
}

export function withAmount(speed: Speed, amount: number): Speed {
  return amount >= LEAST && amount <= MOST ? { ...speed, amount } : speed
}

/** Faster (factor above 1) or slower; fewer seconds for the range are faster. */
export function changed(speed: Speed, factor: number): Speed {
  return withAmount(speed, Number((speed.unit === 'range' ? speed.amount / factor : speed.amount * factor).toPrecision(3))) // prettier-ignore
}

/** Carries the cursor on while a run plays. Frames are counted with what is left over, so that slow ones come in time. */
export interface Player {
  /** Where the cursor stands after `wallMs` more. */
  advance(cursorNs: number, wallMs: number, speed: Speed, range: TimeRange, frameTimes: Float64Array): number
}

export function createPlayer(): Player {
  let framesOwed = 0
  return {
    advance(cursorNs, wallMs, { unit, amount }, range, frameTimes) {
      const sec = wallMs / 1000
      if (unit === 'time') return cursorNs + sec * amount * 1e9
      if (unit === 'range') return cursorNs + (sec / amount) * spanOf(range)
      framesOwed += sec * amount
      const whole = Math.floor(framesOwed)
      framesOwed -= whole
      if (whole === 0 || frameTimes.length === 0) return cursorNs
      return frameTimes[Math.min(frameTimes.length - 1, frameAt(frameTimes, cursorNs) + whole)]
    },
  }
}
