import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatClock,
  formatCount,
  spacedNumbers,
  formatMoment,
  formatNumber,
  formatQuantity,
} from '../../shared/units/format.ts'
import { parseQuantity } from '../../shared/units/parse.ts'
import { units, type UnitId } from '../../shared/units/unit.ts'

const thin = '\u202f'
const unitIds = Object.keys(units) as UnitId[]

describe('parseQuantity', () => {
  test.each([
    [250, 'ms', 250],
    ['250', 'ms', 250],
    ['1.5 s', 'ms', 1500],
    ['500us', 'ms', 0.5],
    ['500 µs', 'ms', 0.5],
    ['10 min', 's', 600],
    ['16 GiB', 'GiB', 16],
    ['1 TiB', 'MiB', 1_048_576],
    ['1_000', 'pages', 1000],
    ['-2e3', 'none', -2000],
    ['7 %', 'share', 0.07],
    ['0.5', 'share', 0.5],
    ['3 GB/s', 'GBps', 3],
    ['64 MBps', 'MiBps', 64],
    ['2 M', 'accesses', 2e6],
  ] as const)('[U1] %j in %s is %d', (text, unit, value) => {
    expect(parseQuantity(text, unit)).toEqual({ ok: true, value })
  })

  test.each([
    ['10 parsecs', 'ms', 'has the unit "parsecs"; use ns, us, µs, ms, s, sec, min or h'],
    ['10 ms', 'none', 'has the unit "ms"; a plain number is wanted'],
    ['many', 'ms', 'is not a number'],
    ['', 'ms', 'is not a number'],
    ['.', 'ms', 'is not a number'],
    ['1e999', 'ms', 'is not a finite number'],
    [Infinity, 'ms', 'is not a finite number'],
    [null, 'ms', 'is not a number'],
    ['1 toString', 'ms', 'has the unit "toString"'],
  ] as const)('[U1] %j in %s is refused: %s', (text, unit, words) => {
    const parsed = parseQuantity(text, unit)
    expect(parsed.ok ? '' : parsed.error).toContain(words)
  })

  test('[U1] every spelling of every unit is read as many of it as the table says', () => {
    for (const id of unitIds) {
      for (const [word, size] of Object.entries(units[id].spellings)) {
        const parsed = parseQuantity(`3 ${word}`, id)
        expect(parsed.ok && Math.abs(parsed.value / (3 * size) - 1)).toBeLessThan(1e-12)
      }
    }
  })

  test('[U1] a unit reads its own symbol as one of itself', () => {
    for (const id of unitIds.filter((unit) => units[unit].symbol !== '')) {
      expect(parseQuantity(`5 ${units[id].symbol}`, id)).toEqual({ ok: true, value: 5 })
    }
  })
})

describe('formatQuantity', () => {
  test.each([
    [412, 'ms', '412 ms'],
    [0.25, 'ms', '250 µs'],
    [90_000, 'ms', '1.5 min'],
    [16, 'GiB', '16 GiB'],
    [1536, 'MiB', '1.5 GiB'],
    [0.784, 'share', `78.4${thin}%`],
    [182e6, 'accessesPerSec', '182 M accesses/s'],
    [12_345_678, 'count', '12.3 M'],
    [31.5, 'GBps', '31.5 GB/s'],
    [2e9, 'bytesPerSec', '2 GB/s'],
    [65_536, 'MiBps', `65${thin}536 MiB/s`],
    [4e6, 'pages', '4 M pages'],
    [1, 'pages', '1 page'],
    [1, 'threads', '1 thread'],
    [1000, 'accesses', '1 k accesses'],
    [0, 'ns', '0 ns'],
    [0, 'bytes', '0 B'],
    [0, 'ms', '0 ms'],
    [0, 'GiB', '0 GiB'],
    [-3, 'ms', '−3 ms'],
    [0.99, 'none', '0.99'],
    [NaN, 'ns', '–'],
  ] as const)('[U2] %d %s is shown as "%s"', (value, unit, text) => {
    expect(formatQuantity(value, unit)).toBe(text)
  })

  test('[U2] thousands are set apart by narrow spaces, at which no line breaks', () => {
    expect(formatCount(1_234_567)).toBe(`1${thin}234${thin}567`)
    expect(formatNumber(1234.56, 6)).toBe(`1${thin}234.56`)
    expect(formatNumber(1e-7)).toBe('1.00e-7')
  })

  test('[V111] numbers in a sentence are spaced like all others; what was typed, fractions and addresses stay', () => {
    expect(spacedNumbers('"fastPages" is "5000 G" (5000000000000), above its range 1 – 4294967296 pages')).toBe(
      `"fastPages" is "5000 G" (5${thin}000${thin}000${thin}000${thin}000), above its range 1 – 4${thin}294${thin}967${thin}296 pages`,
    )
    expect(spacedNumbers('0.00012345, 12345.5 ms, 999, 127.0.0.1:8123')).toBe(`0.00012345, 12${thin}345.5 ms, 999, 127.0.0.1:8123`)
  }) // prettier-ignore

  test('[U2] a time, a size or a share that was formatted reads back within its digits', () => {
    const ids: UnitId[] = ['ns', 'us', 'ms', 's', 'bytes', 'KiB', 'MiB', 'GiB', 'share']
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.double({ min: -1e6, max: 1e6, noNaN: true }), (id, value) => {
        const text = formatQuantity(value, id, 6)
        const back = parseQuantity(text, id)
        const smallest = 1 / units[id].inBase
        const error = back.ok ? Math.abs(back.value - value) : Infinity
        expect(error, `${value} ${id} as "${text}"`).toBeLessThanOrEqual(
          Math.abs(value) * 1e-5 + smallest * 1e-3,
        )
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  test('[U2] moments are clocks, and spans under a tenth of a second are exact', () => {
    expect(formatClock(61_234e6)).toBe('01:01.234')
    expect(formatClock(3_661e9)).toBe('1:01:01.000')
    expect(formatMoment(1234, 1e6)).toContain('1.234 µs')
    expect(formatMoment(61_234e6, 1e9)).toBe('01:01.234')
  })
})
