import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createVmstatLog,
  recognisesVmstatLog,
  type VmstatTable,
} from '../../main/engine/traces/overlays/vmstat-log.ts'
import { refusalOf } from './read-trace.ts'

function tableOf(text: string, cuts: readonly number[] = [], intervalSec = 1): VmstatTable {
  const bytes = new TextEncoder().encode(text)
  const log = createVmstatLog(intervalSec)
  let from = 0
  for (const cut of [...[...cuts].sort((a, b) => a - b), bytes.length]) {
    const to = Math.max(from, Math.min(cut, bytes.length))
    const block = bytes.slice(from, to)
    log.push(block)
    block.fill(0xff)
    from = to
  }
  return log.end()
}

const recognised = (text: string) => recognisesVmstatLog({ bytes: new Uint8Array(), text, fileName: 'x' })

const names = [
  'nr_free_pages',
  'pgfault',
  'pgpromote_success',
  'pgdemote_kswapd',
  'nr_dirtied',
  'numa_hint_faults',
]
const levels = new Set(['nr_free_pages'])
const snapshot = fc.record({
  afterMs: fc.integer({ min: 100, max: 5000 }),
  grows: fc.array(fc.nat(1e6), { minLength: names.length, maxLength: names.length }),
  leaves: fc.option(fc.constantFrom(...names.slice(1)), { nil: undefined }),
})

/** Snapshots with their times, and what a plain look at two of them in a row says. */
const logs = fc.array(snapshot, { minLength: 2, maxLength: 12 }).map((steps) => {
  let timeMs = 1_732_693_000_000
  const totals = names.map(() => 1000)
  return steps.map(({ afterMs, grows, leaves }) => {
    timeMs += afterMs
    const values = names.map((name, i) => {
      totals[i] = levels.has(name) ? grows[i] : totals[i] + grows[i]
      return name === leaves ? undefined : totals[i]
    })
    return { timeMs, values }
  })
})
type Log = typeof logs extends fc.Arbitrary<infer T> ? T : never

const plainRates = (log: Log, at: number, spanMs: (i: number) => number) =>
  log.slice(1).map(({ values }, i) => {
    const [was, now] = [log[i].values[at], values[at]]
    if (levels.has(names[at])) return now ?? Number.NaN
    return was === undefined || now === undefined ? Number.NaN : (now - was) / (spanMs(i + 1) / 1000)
  })

const text = {
  seconds: (log: Log) => log.map((s) => `${s.timeMs / 1000}\n${lines(s.values)}`).join(''),
  named: (log: Log) => log.map((s) => `timestamp ${s.timeMs}\r\n${lines(s.values)}`).join('\n'),
  csv: (log: Log) => ['time,' + names.join(','), ...log.map((s) => [s.timeMs / 1000, ...s.values.map((v) => v ?? '')].join(','))].join('\n'),
  untimed: (log: Log) => log.map((s) => lines(s.values)).join('# next\n'),
} // prettier-ignore
const lines = (values: readonly (number | undefined)[]) =>
  values.map((value, i) => (value === undefined ? '' : `${names[i]} ${value}\n`)).join('')

function expectClose(found: ArrayLike<number> | undefined, wanted: readonly number[]): void {
  expect(found?.length).toBe(wanted.length)
  wanted.forEach((value, i) => {
    if (Number.isNaN(value)) expect(found![i]).toBeNaN()
    else expect(Math.abs(found![i] - value)).toBeLessThanOrEqual(1e-5 * Math.abs(value) + 1e-6)
  })
}

describe('a log of /proc/vmstat', () => {
  test.each(['seconds', 'named', 'csv'] as const)('[X17] as %s: counters become rates, levels stay, wherever it is cut', (form) => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(3000), { maxLength: 8 }), (log, cuts) => {
        const table = tableOf(text[form](log), cuts)
        expect(table.snapshots).toBe(log.length)
        expect(table.firstSec).toBeCloseTo(log[0].timeMs / 1000, 6)
        expectClose(table.timeSec, log.slice(1).map(({ timeMs }) => (timeMs - log[0].timeMs) / 1000))
        names.forEach((name, at) => {
          const found = table.valuesOf(name)
          if (found) expectClose(found, plainRates(log, at, (i) => log[i].timeMs - log[i - 1].timeMs))
          else expect(log.every(({ values }) => values[at] === undefined)).toBe(true)
        })
        expect(recognised(text[form](log))).toBe(true)
      }),
      { seed: 17, numRuns: 150 },
    )
  }) // prettier-ignore

  test('[X17] without times a snapshot begins with the first name, and the interval is what one says', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 9 }), (log, intervalSec) => {
        const table = tableOf(text.untimed(log), [], intervalSec)
        expect(table.firstSec).toBeUndefined()
        expectClose(table.timeSec, log.slice(1).map((_, i) => (i + 1) * intervalSec))
        names.forEach((name, at) => {
          const found = table.valuesOf(name)
          if (found) expectClose(found, plainRates(log, at, () => intervalSec * 1000))
        })
      }),
      { seed: 18, numRuns: 100 },
    )
  }) // prettier-ignore

  test('[X17] a counter that fell has no rate there, and says whether it changed, and how fast on average', () => {
    const table = tableOf('10\npgfault 5\npswpin 7\n12\npgfault 25\npswpin 7\n13\npgfault 1\npswpin 7\n15\npgfault 5\npswpin 7\n')
    expect([...table.valuesOf('pgfault')!]).toEqual([10, Number.NaN, 2])
    expect(table.columns).toEqual([
      { name: 'pgfault', counter: true, changes: true, mean: 6 },
      { name: 'pswpin', counter: true, changes: false, mean: 0 },
    ])
  }) // prettier-ignore

  test.each([
    ['words', '1\nnr_free_pages 1\nhello world\n', 3, /"hello world" is no line/],
    ['a negative count', '1\nnr_free_pages -1\n', 2, /no line/],
    ['time that goes back', '5\npgfault 1\n4\npgfault 2\n', 3, /the time 4 is before/],
    ['one name twice', '5\npgfault 1\npgfault 2\n', 3, /"pgfault" comes twice in one snapshot/],
    ['a time too late', 'pgfault 1\n5\npgfault 2\n', 2, /but the snapshots above have none/],
    ['a short row', 'time,pgfault,pswpin\n1,2,3\n2,3\n', 3, /no line/],
    ['one snapshot', '5\npgfault 1\n', undefined, /one snapshot, and rates are differences/],
    ['nothing', '\n\n', undefined, /no snapshot/],
    ['a line without end', `5\n${'x'.repeat(70_000)}`, 2, /longer than/],
  ])('[X17] refuses %s with its line and the way out', (_name, log, line, fact) => {
    const refusal = refusalOf(() => tableOf(log))
    expect(refusal.line).toBe(line)
    expect(refusal.fact).toMatch(fact)
    expect(refusal.wayOut.length).toBeGreaterThan(10)
  })

  test.each([
    ' L 7ff000,8\n', 'id,op\n1,r\n', 'read 12\nwrite 13\n', 'time,addr\n1,2\n', '', '12\n13\n', '0x1: R 0x2\n',
  ])('[X17] does not take %j for one', (other) => expect(recognised(other)).toBe(false)) // prettier-ignore
})
