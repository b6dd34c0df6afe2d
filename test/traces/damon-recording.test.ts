import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDamonJsonReader } from '../../main/engine/traces/formats/damon-json.ts'
import { createDamonRawReader } from '../../main/engine/traces/formats/damon-raw.ts'
import { DamonRecording } from '../../main/engine/traces/overlays/damon-recording.ts'
import { readAll, refusalOf } from './read-trace.ts'

const page = 4096
/** Snapshots in a row, each a list of [pages, found], one region after another from page 16 on. */
const records = fc.array(
  fc.record({
    ms: fc.integer({ min: 1, max: 400 }),
    regions: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(20)), { minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 8 },
)
type Record = typeof records extends fc.Arbitrary<infer T> ? T : never

interface Flat {
  readonly startMs: number
  readonly endMs: number
  readonly from: number
  readonly to: number
  readonly found: number
}

function flat(record: Record): Flat[] {
  let startMs = 0
  return record.flatMap(({ ms, regions }) => {
    let from = 16 * page
    const rows = regions.map(([pages, found]) => {
      const row = { startMs, endMs: startMs + ms, from, to: from + pages * page, found }
      from = row.to
      return row
    })
    startMs += ms
    return rows
  })
}

const hex = (address: number) => address.toString(16).padStart(12, '0')
const snapshotsOf = (rows: readonly Flat[]) =>
  [...new Set(rows.map(({ startMs }) => startMs))].map((startMs) =>
    rows.filter((row) => row.startMs === startMs),
  )

const written = {
  raw: (rows: readonly Flat[]) =>
    `base_time_absolute: 1 m 0 s\n\n${snapshotsOf(rows)
      .map((rest) => {
        const [{ startMs, endMs }] = rest
        const body = rest.map(({ from, to, found }) => `${hex(from)}-${hex(to)} (8 KiB) ${found} 0\n`).join('')
        return `monitoring_start:    ${startMs} ms\nmonitoring_end: ${endMs} ms\nmonitoring_duration: 1 ms\ntarget_id: 0\nnr_regions: ${rest.length}\n${body}\n`
      })
      .join('')}`,
  tracepoint: (rows: readonly Flat[]) =>
    rows.map(({ endMs, from, to, found }) => `kdamond.0 4452 [000] ${((60_000 + endMs) / 1000).toFixed(6)}: damon:damon_aggregated: target_id=1 nr_regions=3 ${from}-${to}: ${found} 3\n`).join(''),
  json: (rows: readonly Flat[], sorted = false) =>
    JSON.stringify([{
      kdamond_idx: 0,
      snapshots: snapshotsOf(rows).map((rest) => {
        const [{ startMs, endMs }] = rest
        const regions = rest.map(({ from, to, found }) => ({ start: from, end: to, nr_accesses: { samples: found }, age: 1 }))
        const [start_time, end_time] = [(60_000 + startMs) * 1e6, (60_000 + endMs) * 1e6]
        return sorted ? { end_time, regions, start_time } : { start_time, end_time, regions }
      }),
    }]),
} // prettier-ignore

function recordingOf(text: string, form: keyof typeof written, cuts: readonly number[] = []): DamonRecording {
  const recording = new DamonRecording()
  const reader = form === 'json' ? createDamonJsonReader : createDamonRawReader
  expect(readAll(reader(recording, recording), text, cuts)).toEqual([])
  recording.finish()
  return recording
}

/** The same mean, point by point: a millisecond and a page at a time. */
function plainMatrix(rows: readonly Flat[], columns: number, bins: number, from: number, to: number) {
  const lengthMs = Math.max(...rows.map(({ endMs }) => endMs))
  const sums = Array.from({ length: columns * bins }, () => [0, 0])
  for (const row of rows)
    for (let ms = row.startMs; ms < row.endMs; ms++)
      for (let address = row.from; address < row.to; address += page) {
        if (address < from || address >= to) continue
        const column = Math.floor((ms * columns) / lengthMs)
        const bin = Math.floor(((address - from) * bins) / (to - from))
        sums[column * bins + bin][0] += row.found
        sums[column * bins + bin][1]++
      }
  return sums.map(([sum, count]) => (count > 0 ? sum / count : Number.NaN))
}

describe('a record of DAMON over time', () => {
  test.each(['raw', 'json'] as const)('[X18] as %s: means by address and time are those of a plain count', (form) => {
    fc.assert(
      fc.property(records, fc.array(fc.nat(4000), { maxLength: 5 }), (record, cuts) => {
        const rows = flat(record)
        const recording = recordingOf(written[form](rows), form, cuts)
        const lengthMs = Math.max(...rows.map(({ endMs }) => endMs))
        expect(recording.firstSec).toBeCloseTo(60, 9)
        expect(recording.spanSec).toBeCloseTo(lengthMs / 1000, 9)
        expect(recording.snapshots).toBe(record.length)
        // One column a millisecond and one row a page, so that every pixel lies within one of each.
        const columns = lengthMs >= 100 ? lengthMs : 0
        if (columns === 0) return
        const [from, to] = [16 * page, 32 * page]
        const found = recording.matrix(columns, 16, from, to)
        const wanted = plainMatrix(rows, columns, 16, from, to)
        expect(found.untilNs.at(-1)).toBeCloseTo(lengthMs * 1e6, 0)
        wanted.forEach((value, i) => {
          if (Number.isNaN(value) !== Number.isNaN(found.values[i]) || Math.abs(value - found.values[i]) > 1e-3)
            expect([i, found.values[i]]).toEqual([i, value])
        })
      }),
      { seed: 21, numRuns: 60 },
    )
  }) // prettier-ignore

  test('[X18] in coarse pixels too: a half is the mean of what was watched in it', () => {
    const rows = [
      { startMs: 0, endMs: 100, from: 0x10000, to: 0x12000, found: 8 },
      { startMs: 0, endMs: 100, from: 0x12000, to: 0x14000, found: 0 },
      { startMs: 100, endMs: 200, from: 0x10000, to: 0x11000, found: 4 },
    ]
    const { values, max } = recordingOf(written.raw(rows), 'raw').matrix(1, 2, 0x10000, 0x14000)
    expect([...values].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([6.666667, 0])
    expect(max).toBeCloseTo(6.666667, 5)
    const whole = recordingOf(written.raw(rows), 'raw').matrix(2, 1, 0x10000, 0x18000)
    expect([...whole.values]).toEqual([4, 4])
  })

  test('[X18] the tracepoint has no snapshots, but addresses that begin again', () => {
    const rows = flat([
      { ms: 100, regions: [[2, 1], [2, 5]] },
      { ms: 100, regions: [[4, 7]] },
    ]) // prettier-ignore
    const recording = recordingOf(written.tracepoint(rows), 'tracepoint')
    expect([recording.snapshots, recording.spanSec]).toEqual([2, expect.closeTo(0.2, 6)])
    expect([...recording.matrix(2, 2, 16 * page, 20 * page).values]).toEqual([1, 5, 7, 7])
  })

  test('[X18] keys in any order, as sorted JSON has them', () => {
    const rows = flat([{ ms: 100, regions: [[2, 1]] }, { ms: 300, regions: [[2, 5]] }]) // prettier-ignore
    const recording = recordingOf(written.json(rows, true), 'json')
    expect(recording.spanSec).toBeCloseTo(0.4, 9)
    expect([...recording.matrix(4, 1, 16 * page, 18 * page).values]).toEqual([1, 5, 5, 5])
  })

  test('[X18] ranges are apart where the gap is wider than all that was watched, the busiest first', () => {
    const rows = [
      { startMs: 0, endMs: 100, from: 0x563ebaa00000, to: 0x563ebac00000, found: 1 },
      { startMs: 0, endMs: 100, from: 0x563ebad00000, to: 0x563ebae00000, found: 2 },
      { startMs: 0, endMs: 100, from: 0x7ffd00000000, to: 0x7ffd00100000, found: 12 },
    ]
    expect(recordingOf(written.raw(rows), 'raw').ranges()).toEqual([
      { fromAddress: 0x7ffd00000000, toAddress: 0x7ffd00100000, accessShare: 0.75 },
      { fromAddress: 0x563ebaa00000, toAddress: 0x563ebae00000, accessShare: 0.25 },
    ])
  })

  test('[X18] refuses regions without a time, and snapshots that end before they begin', () => {
    const region = '000000010000-000000012000 (8 KiB) 1 0\n'
    expect(refusalOf(() => recordingOf(region, 'raw')).fact).toMatch(/tells no time/)
    const turned = `monitoring_start: 200 ms\nmonitoring_end: 100 ms\n${region}`
    expect(refusalOf(() => recordingOf(turned, 'raw')).fact).toMatch(/ends before it begins/)
    expect(refusalOf(() => recordingOf('{"snapshots":[]}', 'json')).fact).toMatch(/no region/)
  })
})
