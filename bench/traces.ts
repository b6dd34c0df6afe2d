import { traceFormatOf, traceOptionsOf } from '../main/engine/traces/formats.ts'
import { createParsedBatch, type TraceFormatId } from '../main/engine/traces/trace-parser.ts'
import { median, type Report } from './report.ts'

const fileBytes = 64 * 1024 * 1024
const blockBytes = 1024 * 1024
const repeats = 5

/** Bytes to accesses in memory, in blocks as the core reads them: no disk, no numbering of pages. */
export function benchTraces(report: Report): void {
  report.heading('Trace parsers, in memory')
  const lackey = measure('lackey', textOf((i) => ` ${'LSLL'[i & 3]} ${hexAddress(i)},${[8, 4, 8, 1][i & 3]}\n`))
  report.figure('lackey', perSec(lackey.bytesPerSec / 1e6, 'MB'), target(lackey.bytesPerSec / 1e6, 100, 'MB/s'))
  const values = { addressColumn: 'address', opColumn: 'op', sizeColumn: 'size' }
  const rows = textOf((i) => `${i * 3},${'rwrr'[i & 3]},0x${hexAddress(i)},64\n`, 'time,op,address,size\n')
  const csv = measure('csv', rows, values)
  report.figure('csv, address, operation and size', perSec(csv.bytesPerSec / 1e6, 'MB'), target(csv.bytesPerSec / 1e6, 100, 'MB/s'))
  const ids = measure('csv', textOf((i) => `${Math.imul(i, 0x9e3779b1) >>> 8}\n`))
  report.figure('csv, one column of ids', perSec(ids.bytesPerSec / 1e6, 'MB'), target(ids.bytesPerSec / 1e6, 100, 'MB/s'))
  const requests = measure('oracleGeneral', oracleGeneral())
  const millions = requests.accessesPerSec / 1e6
  report.figure('oracleGeneral', perSec(millions, 'M records'), target(millions, 20, 'M records/s'))
} // prettier-ignore

function measure(format: TraceFormatId, file: Uint8Array, values: Readonly<Record<string, string>> = {}) {
  const options = traceOptionsOf(values, 4096)
  const batch = createParsedBatch(8192)
  const seconds: number[] = []
  let accesses = 0
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const parser = traceFormatOf(format).createParser(options)
    accesses = 0
    const startMs = performance.now()
    for (let at = 0; at < file.length; at += blockBytes) {
      parser.push(file.subarray(at, at + blockBytes))
      for (let count = parser.read(batch); count > 0; count = parser.read(batch)) accesses += count
    }
    parser.end()
    accesses += parser.read(batch)
    // The first is for the compiler.
    if (repeat > 0) seconds.push((performance.now() - startMs) / 1000)
  }
  const sec = median(seconds)
  return { bytesPerSec: file.length / sec, accessesPerSec: accesses / sec }
}

/** Addresses that wander: a stack, a heap, and some strides. */
function hexAddress(i: number): string {
  const stack = 0x1fff000000 + (i & 511) * 8
  const heap = 0x4a25000 + ((Math.imul(i, 0x9e3779b1) >>> 0) % 0x2000000)
  return (i % 3 === 0 ? stack : heap).toString(16).padStart(8, '0')
}

/** Lines up to the size; the same 64 Ki lines again and again. */
function textOf(line: (i: number) => string, head = ''): Uint8Array {
  const piece = new TextEncoder().encode(Array.from({ length: 65_536 }, (_, i) => line(i)).join(''))
  const first = new TextEncoder().encode(head)
  const copies = Math.floor((fileBytes - first.length) / piece.length)
  const file = new Uint8Array(first.length + copies * piece.length)
  file.set(first)
  for (let copy = 0; copy < copies; copy++) file.set(piece, first.length + copy * piece.length)
  return file
}

function oracleGeneral(): Uint8Array {
  const records = Math.floor(fileBytes / 24)
  const view = new DataView(new ArrayBuffer(records * 24))
  for (let i = 0; i < records; i++) {
    view.setUint32(i * 24, i >>> 10, true)
    view.setUint32(i * 24 + 4, Math.imul(i, 0x9e3779b1), true)
    view.setUint32(i * 24 + 8, i & 7, true)
    view.setUint32(i * 24 + 12, 4096, true)
    view.setBigInt64(i * 24 + 16, i % 5 === 0 ? -1n : BigInt(i + 100), true)
  }
  return new Uint8Array(view.buffer)
}

function perSec(value: number, unit: string): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ${unit}/s`
}

function target(value: number, least: number, unit: string) {
  return { text: `≥ ${least} ${unit}`, holds: value >= least }
}
