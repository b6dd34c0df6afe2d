import { expect, test } from 'vitest'
import { spread } from '../../renderer/plot/tracks/columns-of-screen.ts'
import { clockTicks, tickText, tickTexts, valueTicks } from '../../shared/figures/ticks.ts'

test('[V7] ticks are round in their own unit', () => {
  const mib = 1024 ** 2
  expect(valueTicks(0, 450 * mib, 3, 'bytes')).toEqual([0, 256 * mib])
  expect(valueTicks(0, 1, 3, 'share')).toEqual([0, 0.5, 1])
  expect(valueTicks(80, 140, 3, 'ns')).toEqual([80, 100, 120, 140])
  expect(clockTicks(0, 720e9, 8).map((ns) => ns / 1e9)).toEqual([0, 120, 240, 360, 480, 600, 720])
  expect(valueTicks(5, 5, 3, 'ns')).toEqual([])
})

test('[V7] a tick says its unit unless the header does', () => {
  expect(tickText(512 * 1024 ** 2, 'bytes')).toBe('512 MiB')
  expect(tickText(12_000, 'pagesPerSec')).toBe('12\u202fk')
  expect(tickText(1500, 'ms')).toBe('1\u202f500 ms')
  expect(tickText(0, 'ms')).toBe('0')
})

test('[V97] the ticks of an axis of time are in one unit, and short', () => {
  expect(tickTexts([0, 5000, 10_000], 'ms')).toEqual(['0', '5 s', '10 s'])
  expect(tickTexts([0, 500, 1000, 1500], 'ms')).toEqual(['0', '0.5 s', '1 s', '1.5 s'])
  expect(tickTexts([0, 50_000, 100_000], 'ms')).toEqual(['0', '50 s', '100 s'])
  expect(tickTexts([0, 500, 1000], 'ms')).toEqual(['0', '500 ms', '1\u202f000 ms'])
  expect(tickTexts([0, 20_000], 'pagesPerSec')).toEqual(['0', '20\u202fk'])
  expect(tickTexts([], 'ms')).toEqual([])
})

test('[V7] names beside their lines keep their order and a distance', () => {
  const placed = spread([50, 48, 10, 99], 13, 100)
  const sorted = [...placed].sort((a, b) => a - b)
  for (let i = 1; i < sorted.length; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThanOrEqual(13)
  expect(placed[1]).toBeLessThan(placed[0])
  expect(Math.max(...placed)).toBeLessThanOrEqual(100)
})
