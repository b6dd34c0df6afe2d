import { unitOf, type UnitId } from './unit.ts'

const narrowSpace = '\u202f'
const steps = {
  binary: [
    [1_099_511_627_776, 'TiB'], [1_073_741_824, 'GiB'], [1_048_576, 'MiB'], [1024, 'KiB'], [1, 'B'],
  ],
  decimal: [
    [1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''],
  ],
  time: [
    [3600e9, 'h'], [60e9, 'min'], [1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns'],
  ],
} as const // prettier-ignore

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, narrowSpace)
  return fraction === undefined ? spaced : `${spaced}.${fraction}`
}

/** Digits of a number at a given precision, narrow spaces between thousands, at which no line breaks, a true minus sign. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  let text: string
  if (size >= Number(`1e${digits - 1}`) || size === 0) text = Math.round(size).toFixed(0)
  else if (size < 1e-4) text = size.toExponential(Math.max(0, digits - 1))
  else text = Number(size.toPrecision(digits)).toString()
  return (value < 0 ? '−' : '') + (text.includes('e') ? text : grouped(text))
}

/** Text with its whole numbers spaced as `formatNumber` does; what stands in quotes stays as it was typed. */
export function spacedNumbers(text: string): string {
  return text
    .split(/("[^"]*")/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/(?<![\w.:/#-])\d{4,}(?!\w)/g, grouped)))
    .join('')
}

/** A number without shortening: narrow spaces between thousands, at which no line breaks. */
export function formatCount(value: number): string {
  return formatNumber(Math.round(value), 1)
}

/** A quantity for a person: "412 ms", "16 GiB", "182 M accesses/s", "78.4 %". */
export function formatQuantity(value: number, unit: UnitId, digits = 3): string {
  const { symbol, scale, inBase } = unitOf(unit)
  if (!Number.isFinite(value)) return '–'
  if (scale === 'share') return `${formatNumber(value * 100, digits)}${narrowSpace}%`
  if (scale === 'plain')
    return symbol === '' ? formatNumber(value, digits) : counted(formatNumber(value, digits), symbol)
  if (value === 0 && (scale === 'time' || scale === 'binary')) return `0 ${symbol}`
  const inBaseUnits = value * inBase
  const ladder = steps[scale]
  const step = ladder.find(([size]) => Math.abs(inBaseUnits) >= size * 0.99995) ?? ladder[ladder.length - 1]
  const text = formatNumber(inBaseUnits / step[0], digits)
  if (scale !== 'decimal') return `${text} ${step[1]}`
  const tail =
    symbol === '' || inBase !== 1
      ? `${step[1]}${inBase === 1 ? '' : 'B/s'}`
      : `${step[1]}${joint(step[1], symbol)}`
  return tail === '' ? text : counted(text, tail)
}

const singular: Readonly<Record<string, string>> = {
  pages: 'page', frames: 'frame', accesses: 'access', threads: 'thread', lines: 'line',
} // prettier-ignore

/** "1 page", "2 pages". */
function counted(number: string, symbol: string): string {
  return `${number} ${number === '1' ? (singular[symbol] ?? symbol) : symbol}`
}

function joint(prefix: string, symbol: string): string {
  return prefix !== '' && symbol.length > 3 && !symbol.startsWith('MiB') ? ` ${symbol}` : symbol
}

/** A moment of simulated time as mm:ss.mmm (hours in front where there are any). */
export function formatClock(timeNs: number): string {
  const ms = Math.max(0, Math.round(timeNs / 1e6))
  const pad = (value: number, width: number) => String(value).padStart(width, '0')
  const clock = `${pad(Math.floor(ms / 60_000) % 60, 2)}:${pad(Math.floor(ms / 1000) % 60, 2)}.${pad(ms % 1000, 3)}`
  const hours = Math.floor(ms / 3_600_000)
  return hours > 0 ? `${hours}:${clock}` : clock
}

/** A short span exactly as it is: nanoseconds below 1 ms, otherwise as `formatClock`. */
export function formatMoment(timeNs: number, spanNs: number): string {
  return spanNs >= 1e8 ? formatClock(timeNs) : formatQuantity(timeNs, 'ns', 6)
}
