import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { regionLimit } from '../../main/engine/traces/formats/region-run.ts'
import { parserOf, readAll, refusalOf, weightsOf } from './read-trace.ts'

const address = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n })
const cuts = fc.array(fc.nat(3000), { maxLength: 10 })
const hex = (value: bigint) => value.toString(16)

const sample = fc.record({
  comm: fc.constantFrom('redis-server', 'a b', 'kworker/0:1', 'x:y'),
  time: fc.constantFrom('1.5', '82877.315633', '82877.315633123'),
  period: fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: undefined }),
  event: fc.constantFrom('cpu/mem-loads,ldlat=30/P', 'mem_load_retired.l1_hit:pp', 'memory'),
  address: fc.oneof(address, fc.constant(0n)),
  write: fc.boolean(),
  upper: fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }),
})
const perfNoise = fc.constantFrom(
  '# ========', '', '  7f00 main+0x1 (/bin/x)', 'x 1 [000] 1.5: migrate:mm_migrate_pages: nr_succeeded=3', 'a: b', '1.5:',
) // prettier-ignore

describe('perf script', () => {
  test('[X1] [X10] samples cut anywhere give their address, the store bit of data_src, and the period as weight', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(sample, perfNoise), { maxLength: 30 }), cuts, (lines, places) => {
        const text = lines
          .map((line) => {
            if (typeof line === 'string') return line
            const source = (line.upper << 5n) | (line.write ? 4n : 2n)
            const period = line.period === undefined ? '' : String(line.period).padStart(10)
            const words = '|OP LOAD|LVL L3 hit|SNP None|TLB L1 hit|LCK No'
            return `${line.comm} 44/44 [003] ${line.time}: ${period} ${line.event}:  ${hex(line.address).padStart(16)} ${hex(source).padStart(16)} ${words}  35 4011d5 main (x)`
          })
          .join('\n')
        const wanted = lines.flatMap((line) =>
          typeof line === 'string' || line.address === 0n ? [] : [line],
        )
        const accesses = wanted.map((line) => ({ id: line.address / 4096n, write: line.write }))
        expect(readAll(parserOf('perfScript'), text, places)).toEqual(accesses)
        expect(weightsOf(parserOf('perfScript'), text)).toEqual(wanted.map(({ period }) => period ?? 1))
      }),
      { seed: 11, numRuns: 300 },
    )
  })

  test('[X10] the clock is that of the first and the last sample', () => {
    const parser = parserOf('perfScript')
    readAll(parser, 'x 1 12.250: 1 m: 1000 2 |\nx 1 13.5: 1 m: 1000 2 |\n')
    expect(parser.timeSpan).toEqual({ firstSec: 12.25, lastSec: 13.5 })
  })

  test('[X3] a sample without data_src is refused with the command that prints it', () => {
    for (const places of [[], [7], [30, 31]]) {
      const text = '# head\nx 1 1.5: 1 cycles: ffffffff81 do_it ([kernel])\n'
      const refusal = refusalOf(() => readAll(parserOf('perfScript'), text, places))
      expect(refusal).toMatchObject({ line: 2, byteOffset: 7 })
      expect(refusal.wayOut).toContain('data_src')
    }
  })
})

/** A region as the rule says it becomes accesses, by plain arithmetic. */
function accessesOfRegion(start: bigint, end: bigint, found: number, ordinal: number) {
  const first = start / 4096n
  const pages = Number((end - 1n) / 4096n - first) + 1
  const count = Math.min(found, regionLimit)
  const phase = Number((BigInt(ordinal) * 0x9e3779b1n) % 2n ** 32n) / 2 ** 32
  return Array.from({ length: count }, (_, k) => ({
    id: first + BigInt(Math.min(pages - 1, Math.floor(((k + phase) / count) * pages))),
    write: false,
  }))
}

const region = fc
  .record({
    start: fc.bigInt({ min: 0n, max: 2n ** 48n }),
    bytes: fc.bigInt({ min: 1n, max: 2n ** 36n }),
    found: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(3000)),
    age: fc.integer({ min: -1, max: 400 }),
  })
  .map((r) => ({ ...r, end: r.start + r.bytes }))
const regions = fc.array(region, { maxLength: 12 })
const accessesOf = (rows: readonly { start: bigint; end: bigint; found: number }[]) =>
  rows.flatMap(({ start, end, found }, i) => accessesOfRegion(start, end, found, i + 1))
const grouped = (value: number) => value.toLocaleString('en-US')

describe('DAMON', () => {
  test('[X1] [X11] rows of all three shapes, cut anywhere, become as many accesses as checks found one, evenly', () => {
    const shapes = [
      (r: { start: bigint; end: bigint; found: number; age: number }) =>
        `${hex(r.start).padStart(12, '0')}-${hex(r.end).padStart(12, '0')} (  31.617 MiB) ${grouped(r.found).padStart(11)} ${r.age}`,
      (r: { start: bigint; end: bigint; found: number }) =>
        `${hex(r.start).padStart(12, '0')}-${hex(r.end).padStart(12, '0')}(  31.617 MiB):${String(r.found).padStart(9)}`,
      (r: { start: bigint; end: bigint; found: number; age: number }) =>
        `kdamond.0  4452 [000] 8.3: damon:damon_aggregated: target_id=18446623435582458880 nr_regions=17 ${r.start}-${r.end}: ${r.found} ${Math.max(0, r.age)}`,
    ]
    fc.assert(
      fc.property(regions, fc.constantFrom(...shapes), cuts, (rows, shape, places) => {
        const head =
          'base_time_absolute: 8 m 59.809 s\n\nmonitoring_start:           0 ns\ntarget_id: 0\nnr_regions: 17\n'
        const text = `${head}# start_addr     end_addr        length  nr_accesses   age\n${rows.map(shape).join('\n')}`
        expect(readAll(parserOf('damonRaw'), text, places)).toEqual(accessesOf(rows))
      }),
      { seed: 12, numRuns: 200 },
    )
  })

  test('[X11] a weight is the pages of the region, so that weights sum to what DAMON estimates', () => {
    const text =
      '000000001000-000000009000 (32.000 KiB)           4   1\n000000100000-000000101000(4.000 KiB): 5000\n'
    const weights = weightsOf(parserOf('damonRaw'), text)
    expect(weights.slice(0, 4)).toEqual([8, 8, 8, 8])
    expect(weights.slice(4)).toHaveLength(regionLimit)
    expect(weights.slice(4).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(5000, 6)
  })

  test('[X11] the empty region that damo adds is dropped, and times span the monitoring', () => {
    const parser = parserOf('damonRaw')
    const text =
      'monitoring_start:     104.599 ms\nmonitoring_end:  1 m 0.5 s\n000000000000-000000000000 (0 B)   -1   -1\n'
    expect(readAll(parser, text)).toEqual([])
    expect(parser.timeSpan?.firstSec).toBeCloseTo(0.104599, 9)
    expect(parser.timeSpan?.lastSec).toBeCloseTo(60.5, 9)
  })

  test.each([
    ['x\n1000-2000 (4 KiB) hot 3\n', 2, 2, 'no row of a DAMON report'],
    ['1000-2000 [4 KiB] 3 3\n', 1, 0, 'no row of a DAMON report'],
    ['2000-1000 (4 KiB) 3 3\n', 1, 0, 'ends before it begins'],
  ])('[X3] %# is refused', (text, line, byteOffset, words) => {
    for (const places of [[], [1], [5, 6, 9]]) {
      const refusal = refusalOf(() => readAll(parserOf('damonRaw'), text, places))
      expect(refusal).toMatchObject({ line, byteOffset })
      expect(refusal.message).toContain(words)
    }
  })

  test('[X1] [X11] JSON of either way of writing numbers, cut anywhere, gives the same accesses', () => {
    fc.assert(
      fc.property(regions, fc.boolean(), fc.nat(2), cuts, (rows, worded, indent, places) => {
        const number = (value: number) => (worded ? grouped(value) : value)
        const snapshot = {
          start_time: number(1_000_000_000), end_time: number(3_000_000_000), total_bytes: '4,096',
          regions: rows.map((r) => ({
            start: number(Number(r.start)), end: number(Number(r.end)),
            nr_accesses: worded ? { samples: `${grouped(r.found)} samples`, percent: '50 %' } : { samples: r.found, percent: null },
            age: { usec: 5, aggr_intervals: r.age },
          })),
        } // prettier-ignore
        const filters = [{ start: 1, end: 2 }, 'a "quoted\\ text', -1.5e3, true, null, [], {}]
        const json = [{ kdamond_idx: 0, intervals: null, scheme_filters: filters, snapshots: [snapshot] }]
        const parser = parserOf('damonJson')
        expect(readAll(parser, JSON.stringify(json, null, indent), places)).toEqual(accessesOf(rows))
        expect(parser.timeSpan).toEqual({ firstSec: 1, lastSec: 3 })
      }),
      { seed: 13, numRuns: 200 },
    )
  })

  test.each([
    ['[{"snapshots":[', 'ends before its JSON does'],
    ['', 'ends before its JSON does'],
    ['[1,2}', 'not open'],
    ['[1 2]', 'stands where none should'],
    ['{"a" 1}', 'stands where none should'],
    ['[[]] []', 'a comma is missing'],
    ['[,]', 'a comma stands'],
    ['[1,]', 'a value is missing'],
    ['{1:2}', 'a key is no text'],
    ['[\u0001\u00ff]', 'stands where none should'],
    ['['.repeat(65), 'more than 64'],
    [`["${'x'.repeat(5000)}"]`, 'longer than 4096'],
    ['[{"start":2,"end":1,"nr_accesses":3}]', 'ends before it begins'],
    ['[{"start":-2,"end":1,"nr_accesses":3}]', 'is no address'],
    ['[{"start":1,"end":2,"nr_accesses":"many"}]', 'no count of accesses'],
  ])('[X3] the JSON %j is refused with its byte', (text, words) => {
    for (const places of [[], [1], [3, 4]]) {
      const refusal = refusalOf(() => readAll(parserOf('damonJson'), text, places))
      expect(refusal.message).toContain(words)
      expect(refusal.line).toBeUndefined()
      expect(refusal.byteOffset).toBeLessThanOrEqual(new TextEncoder().encode(text).length)
    }
  })
})

const ringRecord = fc.record({
  address,
  ip: address,
  pid: fc.nat(99_999),
  type: fc.constantFrom(9, 9, 9, 2, 5),
})

function ringOf(records: readonly { address: bigint; ip: bigint; pid: number; type: number }[]): Uint8Array {
  const bytes = new Uint8Array(records.length * 32)
  const view = new DataView(bytes.buffer)
  records.forEach(({ address: at, ip, pid, type }, i) => {
    view.setUint32(i * 32, type, true)
    view.setUint16(i * 32 + 6, 32, true)
    view.setBigUint64(i * 32 + 8, ip, true)
    view.setUint32(i * 32 + 16, pid, true)
    view.setUint32(i * 32 + 20, pid, true)
    view.setBigUint64(i * 32 + 24, at, true)
  })
  return bytes
}

describe('MEMTIS', () => {
  test('[X1] [X10] a ring cut anywhere gives the pages of its samples, and text those of its lines', () => {
    const kind = fc.constantFrom('DRAMREAD', 'NVMREAD', 'MEMWRITE', 'TLB_MISS_STORES')
    fc.assert(
      fc.property(fc.array(ringRecord, { maxLength: 30 }), kind, cuts, (records, word, places) => {
        const samples = records.filter(({ type }) => type === 9)
        const pages = samples.map((r) => ({ id: r.address / 4096n, write: false }))
        expect(readAll(parserOf('memtis'), ringOf(records), places)).toEqual(pages)
        const write = word === 'MEMWRITE' || word === 'TLB_MISS_STORES'
        const text = samples
          .map((r) => `${word} 0x${hex(r.ip)} ${r.pid} ${r.pid} 0x${hex(r.address)}\n`)
          .join('noise\n')
        expect(readAll(parserOf('memtis'), text, places)).toEqual(pages.map(({ id }) => ({ id, write })))
      }),
      { seed: 14, numRuns: 200 },
    )
  })

  test('[X3] a ring that is cut short, or whose sizes are wrong, is refused at its byte', () => {
    const ring = ringOf([1n, 2n].map((at) => ({ address: at, ip: 1n, pid: 1, type: 9 })))
    const cut = refusalOf(() => readAll(parserOf('memtis'), ring.slice(0, 60), [40]))
    expect(cut).toMatchObject({ byteOffset: 56 })
    const wrong = ring.slice()
    wrong[38] = 40
    expect(refusalOf(() => readAll(parserOf('memtis'), wrong))).toMatchObject({ byteOffset: 32 })
    expect(refusalOf(() => readAll(parserOf('memtis'), 'DRAMREAD 0x1 2 x 0x3\n'))).toMatchObject({ line: 1 })
  })
})
