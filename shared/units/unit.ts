/**
 * The units that quantities carry. A parameter, a column and a metric each name one of these; what a number means,
 * how it is read from a document and how it is shown follow from the name alone.
 */
export interface Unit {
  /** As written after a number: "ns", "GiB", "pages/s". Empty for plain numbers. */
  readonly symbol: string
  /** Spellings that documents may use, each with how many of this unit it stands for. */
  readonly spellings: Readonly<Record<string, number>>
  /** How large values are shortened: binary (KiB, MiB), decimal (k, M), time (µs, ms, min) or not at all. */
  readonly scale: 'binary' | 'decimal' | 'time' | 'share' | 'plain'
  /** One of this unit in the base of its scale: nanoseconds for time, bytes for binary; 1 otherwise. */
  readonly inBase: number
}

const timeInNs = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, sec: 1e9, min: 60e9, h: 3600e9 }
const KiB = 1024
const MiB = 1024 * KiB
const GiB = 1024 * MiB
const TiB = 1024 * GiB
const bytes = {
  B: 1, bytes: 1, KiB, MiB, GiB, TiB,
  kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12,
} // prettier-ignore

function per(table: Readonly<Record<string, number>>, base: number, suffix = ''): Record<string, number> {
  return Object.fromEntries(Object.entries(table).map(([word, size]) => [word + suffix, size / base]))
}

export const units = {
  ns: { symbol: 'ns', spellings: per(timeInNs, 1), scale: 'time', inBase: 1 },
  us: { symbol: 'µs', spellings: per(timeInNs, 1e3), scale: 'time', inBase: 1e3 },
  ms: { symbol: 'ms', spellings: per(timeInNs, 1e6), scale: 'time', inBase: 1e6 },
  s: { symbol: 's', spellings: per(timeInNs, 1e9), scale: 'time', inBase: 1e9 },
  bytes: { symbol: 'B', spellings: per(bytes, 1), scale: 'binary', inBase: 1 },
  KiB: { symbol: 'KiB', spellings: per(bytes, KiB), scale: 'binary', inBase: KiB },
  MiB: { symbol: 'MiB', spellings: per(bytes, MiB), scale: 'binary', inBase: MiB },
  GiB: { symbol: 'GiB', spellings: per(bytes, GiB), scale: 'binary', inBase: GiB },
  bytesPerSec: { symbol: 'B/s', spellings: per(bytes, 1, '/s'), scale: 'decimal', inBase: 1 },
  GBps: { symbol: 'GB/s', spellings: per(bytes, 1e9, '/s'), scale: 'decimal', inBase: 1e9 },
  /** The kernel's "MBps" knobs count MiB per second. */
  MiBps: {
    symbol: 'MiB/s',
    spellings: { ...per(bytes, MiB, '/s'), MBps: 1 },
    scale: 'plain',
    inBase: 1,
  },
  GiBPerMin: { symbol: 'GiB/min', spellings: per(bytes, GiB, '/min'), scale: 'plain', inBase: 1 },
  pages: { symbol: 'pages', spellings: { pages: 1, page: 1 }, scale: 'decimal', inBase: 1 },
  frames: { symbol: 'frames', spellings: { frames: 1, frame: 1 }, scale: 'decimal', inBase: 1 },
  accesses: {
    symbol: 'accesses',
    spellings: { accesses: 1, access: 1, k: 1e3, M: 1e6, G: 1e9 },
    scale: 'decimal',
    inBase: 1,
  },
  accessesPerSec: { symbol: 'accesses/s', spellings: { 'accesses/s': 1 }, scale: 'decimal', inBase: 1 },
  pagesPerSec: { symbol: 'pages/s', spellings: { 'pages/s': 1 }, scale: 'decimal', inBase: 1 },
  perSec: { symbol: '/s', spellings: { '/s': 1 }, scale: 'decimal', inBase: 1 },
  count: { symbol: '', spellings: { k: 1e3, M: 1e6, G: 1e9 }, scale: 'decimal', inBase: 1 },
  threads: { symbol: 'threads', spellings: { threads: 1, thread: 1 }, scale: 'plain', inBase: 1 },
  lines: { symbol: 'lines', spellings: { lines: 1, line: 1 }, scale: 'plain', inBase: 1 },
  /** A part of a whole, 0..1; shown in per cent. */
  share: { symbol: '', spellings: { '%': 0.01 }, scale: 'share', inBase: 1 },
  none: { symbol: '', spellings: {}, scale: 'plain', inBase: 1 },
} as const satisfies Record<string, Unit>

export type UnitId = keyof typeof units

export function unitOf(id: UnitId): Unit {
  return units[id]
}
