import type { OverlayMatrix, OverlayRange } from '../../../../shared/documents/traces/overlay.ts'
import type { Halves } from '../hex-digits.ts'
import { isBefore, type RegionSink, type SnapshotTimes } from '../formats/region-run.ts'
import { TraceError } from '../trace-parser.ts'

/** Some 200 MiB. */
const regionLimit = 1 << 23
/** Where nothing tells how long a snapshot took: DAMON's usual aggregation interval. */
const usualSec = 0.1
const mostRanges = 16
/** Of a pixel: less than this was watched only by rounding. */
const leastShare = 1e-6

/**
 * Regions and times of a record of DAMON, kept as they were told: a sink for either of its parsers. Times are of the
 * record's clock, addresses are doubles (exact up to 2^53, which user space and physical memory stay below).
 */
export class DamonRecording implements RegionSink, SnapshotTimes {
  readonly left = 0
  #from = new Float64Array(1024)
  #to = new Float64Array(1024)
  #found = new Float64Array(1024)
  #regions = 0
  readonly #startSec: number[] = []
  readonly #endSec: number[] = []
  readonly #first: number[] = []
  #baseSec = 0
  #start = Number.NaN
  #end = Number.NaN
  #begun = 0
  readonly #last: Halves = { low: 0, high: 0 }

  drain(_batch: unknown, n: number): number {
    return n
  }

  begin(start: Halves, end: Halves, found: number): void {
    if (this.#regions === regionLimit) {
      const fact = `the record has more than ${regionLimit} regions`
      throw new TraceError(fact, 'report a shorter time of it', undefined, 0)
    }
    if (this.#regions === this.#from.length) this.#grow()
    this.#from[this.#regions] = numberOf(start)
    this.#to[this.#regions] = numberOf(end)
    this.#found[this.#regions] = found
    this.#regions++
    this.#last.low = end.low
    this.#last.high = end.high
  }

  base(sec: number): void {
    if (Number.isFinite(sec)) this.#baseSec = sec
  }

  start(sec: number): void {
    if (Number.isFinite(sec)) this.#start = this.#baseSec + sec
  }

  end(sec: number): void {
    if (Number.isFinite(sec)) this.#end = this.#baseSec + sec
  }

  /** Regions of a snapshot come by address, so one that goes back begins the next. */
  row(sec: number, start: Halves): void {
    if (this.#regions > this.#begun && isBefore(start, this.#last)) this.over()
    if (Number.isNaN(this.#end)) this.#end = sec
  }

  over(): void {
    if (this.#regions > this.#begun) {
      if (Number.isNaN(this.#end) && Number.isNaN(this.#start)) {
        const fact = `the ${this.#startSec.length + 1}. snapshot tells no time`
        throw new TraceError(fact, 'report it with its times (damo report access --raw_form)', undefined, 0)
      }
      if (this.#end < this.#start) {
        const fact = `the ${this.#startSec.length + 1}. snapshot ends before it begins`
        throw new TraceError(fact, 'is the record whole?', undefined, 0)
      }
      this.#startSec.push(this.#start)
      this.#endSec.push(this.#end)
      this.#first.push(this.#begun)
      this.#begun = this.#regions
    }
    this.#start = this.#end = Number.NaN
  }

  /** No more of it. Refuses a record without a region. */
  finish(): void {
    this.over()
    if (this.snapshots === 0)
      throw new TraceError('the record has no region with a time', 'is it a record of DAMON?', undefined, 0)
    const [starts, ends] = [this.#startSec, this.#endSec]
    for (let i = 0; i < starts.length; i++) {
      const before = i > 0 && ends[i - 1] < ends[i] ? ends[i - 1] : Number.NaN
      if (Number.isNaN(ends[i])) ends[i] = starts[i + 1] > starts[i] ? starts[i + 1] : starts[i] + usualSec
      if (Number.isNaN(starts[i])) starts[i] = Number.isNaN(before) ? ends[i] - usualSec : before
    }
  }

  get snapshots(): number {
    return this.#startSec.length
  }

  get firstSec(): number {
    return this.#startSec.reduce((least, sec) => Math.min(least, sec), Infinity)
  }

  get spanSec(): number {
    return this.#endSec.reduce((most, sec) => Math.max(most, sec), -Infinity) - this.firstSec
  }

  /** Stretches of addresses, apart by gaps wider than all that was watched: heap, mappings and stack of a process. */
  ranges(): OverlayRange[] {
    const from = this.#from.slice(0, this.#regions).sort()
    const to = this.#to.slice(0, this.#regions).sort()
    const stretches: [number, number][] = []
    for (let i = 0, open = 0, at = 0; i < to.length; i++) {
      for (; at < from.length && from[at] <= to[i]; at++)
        if (open++ === 0 && stretches.at(-1)?.[1] !== from[at]) stretches.push([from[at], from[at]])
      if (--open === 0) stretches.at(-1)![1] = to[i]
    }
    const watched = stretches.reduce((sum, [start, end]) => sum + end - start, 0)
    const joined: [number, number][] = []
    for (const [start, end] of stretches) {
      const last = joined.at(-1)
      if (last && start - last[1] <= watched) last[1] = end
      else joined.push([start, end])
    }
    const sums = joined.map(() => 0)
    for (let r = 0; r < this.#regions; r++) {
      const at = joined.findIndex(([, end]) => this.#from[r] < end)
      if (at >= 0) sums[at] += this.#found[r] * (this.#to[r] - this.#from[r])
    }
    const total = sums.reduce((sum, value) => sum + value, 0)
    return joined
      .map(([fromAddress, toAddress], i) => ({ fromAddress, toAddress, accessShare: total > 0 ? sums[i] / total : 0 }))
      .sort((a, b) => b.accessShare - a.accessShare)
      .slice(0, mostRanges)
  } // prettier-ignore

  /** Address × time as means over equal columns of time and rows of addresses. */
  matrix(columns: number, rows: number, fromAddress: number, toAddress: number): OverlayMatrix {
    const { firstSec } = this
    const columnSec = Math.max(this.spanSec, usualSec) / columns
    const rowBytes = (toAddress - fromAddress) / rows
    const sums = new Float64Array(columns * rows)
    const watched = new Float64Array(columns * rows)
    for (let s = 0; s < this.snapshots; s++) {
      const began = (this.#startSec[s] - firstSec) / columnSec
      const ended = (this.#endSec[s] - firstSec) / columnSec
      const until = this.#first[s + 1] ?? this.#regions
      for (let r = this.#first[s]; r < until; r++) {
        const low = Math.max(0, (this.#from[r] - fromAddress) / rowBytes)
        const high = Math.min(rows, (this.#to[r] - fromAddress) / rowBytes)
        for (let c = Math.max(0, Math.floor(began)); c < Math.min(columns, ended); c++) {
          const time = Math.min(c + 1, ended) - Math.max(c, began)
          for (let row = Math.floor(low); row < high; row++) {
            const area = time * (Math.min(row + 1, high) - Math.max(row, low))
            sums[c * rows + row] += area * this.#found[r]
            watched[c * rows + row] += area
          }
        }
      }
    }
    const values = Float32Array.from(sums, (sum, i) =>
      watched[i] > leastShare ? sum / watched[i] : Number.NaN,
    )
    const untilNs = Float64Array.from({ length: columns }, (_, c) => (c + 1) * columnSec * 1e9)
    const max = values.reduce((most, value) => (value > most ? value : most), 0)
    return { columns, rows, untilNs, values, max, fromAddress, toAddress }
  }

  #grow(): void {
    const wider = (values: Float64Array) => {
      const grown = new Float64Array(2 * values.length)
      grown.set(values)
      return grown
    }
    this.#from = wider(this.#from)
    this.#to = wider(this.#to)
    this.#found = wider(this.#found)
  }
}

function numberOf({ low, high }: Halves): number {
  return high * 4294967296 + low
}
