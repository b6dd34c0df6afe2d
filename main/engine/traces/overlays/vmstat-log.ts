import type { OverlayColumn } from '../../../../shared/documents/traces/overlay.ts'
import { LineBlocks, lineLimit } from '../line-blocks.ts'
import { shownLine } from '../line-parser.ts'
import type { TraceHead } from '../trace-parser.ts'
import { TraceError } from '../trace-parser.ts'

/**
 * Repeated snapshots of /proc/vmstat, from one of:
 *
 *     log      = { time | "timestamp " number | name " " value | "" | "#" … }      (a time begins a snapshot)
 *     csv      = header, rows; the first column is a time, the others are names
 *     time     = seconds (date +%s, date +%s.%N, the first number of /proc/uptime), or ms, µs, ns by its size
 *
 * Without any time a snapshot begins where the first name comes again, and snapshots are `intervalSec` apart. Names
 * come and go between kernels, so any name is read; one that is missing in a snapshot has no value there.
 */
export interface VmstatLog {
  push(bytes: Uint8Array): void
  /** No more bytes. Refuses a log with fewer than two snapshots: rates are differences. */
  end(): VmstatTable
}

/** Rates of counters and levels of gauges, one entry for each snapshot after the first. */
export interface VmstatTable {
  readonly snapshots: number
  /** Undefined where the log tells no times. */
  readonly firstSec: number | undefined
  /** Since the first snapshot. */
  readonly timeSec: Float64Array
  readonly columns: readonly OverlayColumn[]
  /** A counter that fell (the machine was started again) has NaN there. */
  valuesOf(name: string): Float64Array | undefined
}

/** Some 128 MiB. */
const valueLimit = 1 << 24
const nameLimit = 4096

const knownName =
  /^(nr_free_pages|pgfault|pgalloc_\w+|pgpromote_\w+|pgdemote_\w+|pgmigrate_\w+|numa_\w+) \d+\r?$/m
const knownHeader =
  /[,;\t](nr_free_pages|pgfault|pgalloc_\w+|pgpromote_\w+|pgdemote_\w+|pgmigrate_\w+|numa_\w+)\b/
const timeName = /^"?(time|timestamp|ts|sec|seconds|epoch|date|uptime)/i
const plainTime = /^\d+(\.\d*)?( \d+(\.\d*)?)?$/
const latin = new TextDecoder('latin1')
const namedTime = /^timestamp[ :=]+(\d+(?:\.\d*)?)$/i
const namedValue = /^([A-Za-z_][\w.:/-]*)[ \t]+(\d+)$/

export function recognisesVmstatLog({ text }: TraceHead): boolean {
  const firstLine = /^(?:\s*(?:#.*)?\n)*(.*)/.exec(text)?.[1] ?? ''
  if (timeName.test(firstLine) && knownHeader.test(firstLine)) return true
  const isStart = plainTime.test(firstLine.trim()) || namedTime.test(firstLine.trim())
  return (isStart || namedValue.test(firstLine.trim())) && knownName.test(text)
}

/** Names that begin with `nr_` are levels, except these; all others count since boot. */
const countersAmongLevels = /^nr_(dirtied|written|vmscan_\w+|foll_pin_\w+|kswapd_\w+)$/
const isCounter = (name: string) =>
  (!name.startsWith('nr_') && name !== 'workingset_nodes' && !name.startsWith('memmap_')) ||
  countersAmongLevels.test(name)

export function createVmstatLog(intervalSec: number): VmstatLog {
  const lines = new LineBlocks()
  const names = new Map<string, number>()
  const timesSec: number[] = []
  const snapshots: Float64Array[] = []
  let kind: 'timed' | 'untimed' | 'csv' | undefined
  let delimiter = ','
  let firstName = ''
  let values = new Float64Array(256).fill(Number.NaN)
  let isOpen = false
  let kept = 0

  function close(lineStart: number): void {
    if (!isOpen) return
    isOpen = false
    snapshots.push(values.slice(0, names.size))
    kept += names.size
    values.fill(Number.NaN)
    if (kept > valueLimit)
      lines.fail(
        lineStart,
        `the log has more than ${valueLimit} values`,
        'keep only some of its names or snapshots',
      )
  }

  function begin(sec: number, start: number): void {
    close(start)
    const last = timesSec.at(-1)
    if (last !== undefined && sec < last)
      lines.fail(start, `the time ${sec} is before the one of the snapshot above, ${last}`, 'put the snapshots in order of time')
    // date +%s says the same second twice where snapshots are closer: the later one stands.
    if (sec === last) {
      timesSec.pop()
      snapshots.pop()
    }
    timesSec.push(sec)
    isOpen = true
  } // prettier-ignore

  function put(name: string, value: number, start: number): void {
    let at = names.get(name)
    if (at === undefined) {
      if (names.size === nameLimit) lines.fail(start, `more than ${nameLimit} names`, 'is this a log of /proc/vmstat?')
      at = names.size
      names.set(name, at)
      if (at === values.length) {
        const wider = new Float64Array(2 * at).fill(Number.NaN)
        wider.set(values)
        values = wider
      }
    }
    if (!Number.isNaN(values[at]))
      lines.fail(start, `"${name}" comes twice in one snapshot`, 'a snapshot begins with a line that is only a time')
    values[at] = value
  } // prettier-ignore

  function readHeader(text: string, start: number): void {
    kind = 'csv'
    delimiter = [',', ';', '\t'].find((mark) => text.includes(mark)) ?? ','
    const cells = cellsOf(text).slice(1)
    for (const cell of cells) {
      if (cell === '' || names.has(cell)) lines.fail(start, `the column "${cell}" has no name of its own`, 'give each column a name')
      put(cell, 0, start)
    }
    values.fill(Number.NaN)
  } // prettier-ignore

  const cellsOf = (text: string) => text.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))

  function readRow(text: string, start: number, end: number): void {
    const [time, ...cells] = cellsOf(text)
    if (cells.length !== names.size || !plainTime.test(time)) failLine(start, end)
    begin(secondsOf(time), start)
    cells.forEach((cell, i) => {
      if (cell === '') return
      if (!/^\d+(\.\d+)?$/.test(cell)) failLine(start, end)
      values[i] = Number(cell)
    })
  }

  function readLine(start: number, end: number): void {
    const { bytes } = lines
    const text = latin.decode(bytes.subarray(start, end)).trim()
    if (text === '' || text.startsWith('#')) return
    if (kind === 'csv') return readRow(text, start, end)
    if (kind === undefined && timeName.test(text) && /[,;\t]/.test(text)) return readHeader(text, start)
    const time = plainTime.test(text) ? text.split(' ')[0] : namedTime.exec(text)?.[1]
    if (time !== undefined) {
      if (kind === 'untimed') lines.fail(start, `${shownLine(lines, start, end)} is a time, but the snapshots above have none`, 'put a time before every snapshot')
      kind = 'timed'
      return begin(secondsOf(time), start)
    }
    const found = namedValue.exec(text)
    if (!found) failLine(start, end)
    const [, name, value] = found
    if (kind === undefined) {
      kind = 'untimed'
      firstName = name
    }
    if (kind === 'untimed' && name === firstName) begin(timesSec.length * intervalSec, start)
    put(name, Number(value), start)
  } // prettier-ignore

  function failLine(start: number, end: number): never {
    const wayOut =
      'a log has lines "name value" with a line "seconds" before each snapshot, or is CSV with a time first'
    return lines.fail(start, `${shownLine(lines, start, end)} is no line of a log of /proc/vmstat`, wayOut)
  }

  function take(): void {
    for (;;) {
      if (lines.at >= lines.until && !lines.advance()) return
      const start = lines.at
      const end = lines.bytes.indexOf(10, start)
      lines.line++
      if (end - start > lineLimit) lines.failLong(start)
      readLine(start, end)
      lines.at = end + 1
    }
  }

  return {
    push(bytes) {
      lines.push(bytes)
      take()
    },
    end() {
      lines.end()
      take()
      close(0)
      if (snapshots.length < 2) {
        const fact = `the log has ${snapshots.length === 1 ? 'one snapshot' : 'no snapshot'}, and rates are differences`
        throw new TraceError(fact, 'record two or more', undefined, 0)
      }
      return tableOf([...names.keys()], timesSec, snapshots, kind !== 'untimed')
    },
  }
}

/** Seconds, or parts of them, told by their size: no clock of a machine has run for 3,000 years. */
function secondsOf(text: string): number {
  const value = Number(text)
  return value < 1e11 ? value : value < 1e14 ? value / 1e3 : value < 1e17 ? value / 1e6 : value / 1e9
}

function tableOf(
  names: readonly string[],
  timesSec: readonly number[],
  snapshots: readonly Float64Array[],
  timed: boolean,
): VmstatTable {
  const timeSec = Float64Array.from(timesSec.slice(1), (sec) => sec - timesSec[0])
  const valueAt = (snapshot: number, name: number) => snapshots[snapshot][name] ?? Number.NaN

  function valuesOf(name: number): Float64Array {
    const counts = isCounter(names[name])
    return timeSec.map((sec, i) => {
      const now = valueAt(i + 1, name)
      if (!counts) return now
      const change = now - valueAt(i, name)
      return change >= 0 ? change / (sec - (i === 0 ? 0 : timeSec[i - 1])) : Number.NaN
    })
  }

  const columns = names.map((name, at): OverlayColumn => {
    let sum = 0
    let known = 0
    let changes = false
    const values = valuesOf(at)
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i])) continue
      const span = timeSec[i] - (i === 0 ? 0 : timeSec[i - 1])
      sum += values[i] * span
      known += span
      changes ||= isCounter(name) ? values[i] !== 0 : values[i] !== valueAt(0, at)
    }
    return { name, counter: isCounter(name), changes, mean: known > 0 ? sum / known : Number.NaN }
  })

  return {
    snapshots: snapshots.length,
    firstSec: timed ? timesSec[0] : undefined,
    timeSec,
    columns,
    valuesOf(name) {
      const at = names.indexOf(name)
      return at < 0 ? undefined : valuesOf(at)
    },
  }
}
