import { unitOf, type UnitId } from '../units/unit.ts'
import { formatNumber, formatQuantity } from '../units/format.ts'
import { shortText } from './column-text.ts'

/** Round numbers for axes, in steps that suit the unit: powers of two for bytes, seconds and minutes for time. */
const CLOCK_STEPS_NS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800].map(
  (seconds) => seconds * 1e9,
)

export function valueTicks(from: number, to: number, most: number, unit: UnitId): number[] {
  const span = to - from
  if (!(span > 0) || most < 1) return []
  return multiples(from, to, valueStep(span / most, unit))
}

export function clockTicks(fromNs: number, toNs: number, most: number): number[] {
  const wanted = (toNs - fromNs) / Math.max(1, most)
  if (!(wanted > 0)) return []
  const step =
    wanted < 1e9 ? decimalStep(wanted) : (CLOCK_STEPS_NS.find((s) => s >= wanted) ?? decimalStep(wanted))
  return multiples(fromNs, toNs, step)
}

/** The ticks of one axis: times are all in one unit, the largest one's where its own would need many digits. */
export function tickTexts(values: readonly number[], unit: UnitId): string[] {
  const { scale, inBase } = unitOf(unit)
  const most = Math.max(...values.map(Math.abs))
  if (scale !== 'time' || inBase <= 1 || most <= 1000) return values.map((value) => tickText(value, unit))
  const inSeconds = most * inBase > 1e9 && most * inBase < 600e9
  if (inSeconds)
    return values.map((value) => (value === 0 ? '0' : `${formatNumber((value * inBase) / 1e9)} s`))
  return values.map((value) => (value === 0 ? '0' : formatQuantity(value, unit)))
}

/** A tick of an axis: its unit stands in the track's header, so a count needs only its k or M here. */
export function tickText(value: number, unit: UnitId): string {
  return value === 0 ? '0' : shortText(value, unit)
}

function valueStep(wanted: number, unit: UnitId): number {
  const { scale, inBase } = unitOf(unit)
  if (scale !== 'binary') return decimalStep(wanted)
  const bytes = wanted * inBase
  let step = 1
  while (step < bytes) step *= 2
  return step / inBase
}

/** The least 1, 2 or 5 times a power of ten that is not below `wanted`. */
function decimalStep(wanted: number): number {
  const power = Number(`1e${wanted.toExponential().split('e')[1]}`)
  const lead = wanted / power
  if (lead <= 1.0001) return power
  if (lead <= 2.0001) return 2 * power
  return lead <= 5.0001 ? 5 * power : 10 * power
}

function multiples(from: number, to: number, step: number): number[] {
  const ticks: number[] = []
  const first = Math.ceil(from / step - 1e-9)
  for (let i = first; i * step <= to + step * 1e-9 && ticks.length < 64; i++) ticks.push(i * step + 0)
  return ticks
}
