import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slotOf, stripWindows } from '../../../renderer/plot/compaction/strip-windows.ts'
import { cellOf, frontPath, paintZone, zoneGrid } from '../../../renderer/plot/compaction/zone-grid.ts'
import { segmentLengths, zonePicture } from '../../../renderer/plot/compaction/zone-sample.ts'
import { hasScanners, stateToken } from '../../../renderer/plot/compaction/frame-looks.ts'
import { cellShareText } from '../../../renderer/plot/heatmap/placement.ts'
import { parts } from '../../../main/engine/catalog.ts'
import { zoneBounds } from '../../../main/engine/studies/compaction/indices/bounds.ts'
import type { CompactionPlan, RunPlan } from '../../../shared/documents/plan.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import { zoneCases, zoneOf } from '../../engine/compaction/random-zones.ts'
import { exampleWith } from '../../engine/compaction/run-study.ts'
import { scannerState } from '../../../renderer/plot/compaction/scanner-state.ts'

const anyStrip = fc
  .record({
    frames: fc.integer({ min: 1, max: 5000 }),
    slots: fc.integer({ min: 12, max: 60 }),
    a: fc.nat(),
    b: fc.nat(),
  })
  .map(({ frames, slots, a, b }) => ({ frames, slots, low: a % frames, high: b % frames }))

test('[V80] the strip shows both places of a move, each frame once, in its slots and no frame outside the zone', () => {
  fc.assert(
    fc.property(anyStrip, ({ frames, slots, low, high }) => {
      const windows = stripWindows(frames, slots, low, high)
      const shown = windows.flatMap(({ first, count, slot }) =>
        Array.from({ length: count }, (_, i) => ({ frame: first + i, slot: slot + i })),
      )
      const numbers = shown.map(({ frame }) => frame)
      expect(new Set(numbers).size).toBe(numbers.length)
      expect(numbers).toEqual(numbers.toSorted((x, y) => x - y))
      expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...numbers)).toBeLessThan(frames)
      expect(Math.max(...shown.map(({ slot }) => slot))).toBeLessThan(slots)
      for (const { frame, slot } of shown) expect(slotOf(windows, frame)).toBe(slot)
      expect(numbers).toContain(low)
      expect(numbers).toContain(high)
      if (frames <= slots) expect(numbers).toHaveLength(frames)
    }),
    { seed: 11, numRuns: 500 },
  )
})

test('[V81] the map of a zone has a place for every frame, and its fronts run along whole cells', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20_000_000 }),
      fc.integer({ min: 100, max: 1200 }),
      (frames, width) => {
        const grid = zoneGrid(frames, width, 170, 7)
        expect(grid.columns * grid.rows * grid.framesPerCell).toBeGreaterThanOrEqual(frames)
        const last = cellOf(grid, frames - 1)
        expect(last.row).toBe(grid.rows - 1)
        expect(last.column).toBeLessThan(grid.columns)
        expect(grid.columns * grid.rows).toBeLessThanOrEqual(Math.floor(width / 7) * 24 + grid.columns)
      },
    ),
    { seed: 12, numRuns: 300 },
  )
  const grid = { columns: 10, rows: 5, framesPerCell: 4 }
  expect(frontPath(grid, 0)).toBe('M0 1H0V0H10')
  expect(frontPath(grid, 4 * 23)).toBe('M0 3H3V2H10')
})

test('[V81] a cell of the map is the mean of its frames', () => {
  const pixels = new Uint32Array(3)
  const slice = { frame: 0, bins: 3, states: 2, cellsPerBin: 4, counts: Uint32Array.of(4, 0, 0, 4, 2, 2) }
  paintZone(pixels, slice, ['#ffffff', '#000000'])
  expect([...pixels].map((pixel) => pixel & 255)).toEqual([255, 0, 128])
  expect([...pixels].map((pixel) => pixel >>> 24)).toEqual([255, 255, 255])
})

test('[V82] the state of the scanners is read from a root, and nothing from what is none', () => {
  const root = {
    scanners: { phase: 'list', migrateFrame: 3, freeFrame: 9 },
    toMove: { count: 70, frames: [1, 2] },
    targets: { count: 0, frames: [] },
    so_far: { moved: 1, scanned: 5, failed: 0 },
    segments: { count: 2, longest: [{ first: 0, frames: 4, best: 3, run: 1 }, { first: 'x' }] },
  }
  expect(scannerState(root)).toMatchObject({
    phase: 'list',
    toMove: { count: 70, frames: [1, 2] },
    soFar: { scanned: 5 },
    segments: { count: 2, longest: [{ first: 0, frames: 4, best: 3, run: 1 }] },
  })
  for (const none of [undefined, null, 7, {}, { scanners: 'x' }]) expect(scannerState(none)).toBeUndefined()
})

test('[V83] Setup draws a zone by hand letter by letter, and of a mixture a sample with its shares', () => {
  const byHand = zonePicture({ map: 'FM fS\nP', pageblockFrames: '1', requestFrames: 3, requestOrder: -1 })
  expect(byHand).toEqual({
    letters: 'FMFSP',
    frames: 5,
    pageblockFrames: 1,
    requestFrames: 3,
    aligned: false,
  })
  const mixture = { frames: 1 << 20, freeShare: 0.3, unmovableShare: 0.1, unmovableKind: 'slab', placement: 'scattered', pageblockFrames: '512', requestOrder: 9, requestFrames: 0 } // prettier-ignore
  const { letters, frames, requestFrames } = zonePicture(mixture)!
  expect({ frames, requestFrames }).toEqual({ frames: 1 << 20, requestFrames: 512 })
  expect((letters.split('F').length - 1) / letters.length).toBeCloseTo(0.3, 1)
  expect((letters.split('S').length - 1) / letters.length).toBeCloseTo(0.1, 1)
  expect(segmentLengths('FMSFFMPF', false)).toEqual([2, 3, 1])
  expect(segmentLengths('FMSFFMPF', true)).toEqual([6, 1])
})

test('[V102] what Setup says can be reached is what the engine says; a zone with a past is drawn with all that it asks for', () => {
  fc.assert(
    fc.property(zoneCases, (zoneCase) => {
      const { letters, slabMovable } = zoneCase
      const free = letters.split('F').length - 1
      const best = Math.min(free, Math.max(0, ...segmentLengths(letters, slabMovable)))
      expect(best).toBe(zoneBounds(zoneOf(zoneCase)).bestRunFrames)
    }),
    { numRuns: 300, seed: 102 },
  )
  const plan = resolvePlan(exampleWith('compaction-worth-while', { 'zone.pinnedShare': '5 %' }), parts)
  const { letters, aligned, requestFrames } = zonePicture((plan as CompactionPlan).zone.values)!
  expect([aligned, requestFrames]).toEqual([true, 512])
  const shareOf = (letter: string) => (letters.split(letter).length - 1) / letters.length
  const wanted = { F: 0.3, S: 0.035, R: 0.021, U: 0.014, P: 0.0315 }
  for (const [letter, share] of Object.entries(wanted))
    expect(Math.abs(shareOf(letter) - share)).toBeLessThan(0.02)
  expect(Math.min(...Object.keys(wanted).map(shareOf))).toBeGreaterThan(0)
})

test('[V90] a share of a map that is neither nothing nor all is never written as either, nor with more than two places below 0.1', () => {
  const all = 16_777_216
  const texts = [0, 83, 1678, 838_458, all / 2, all - 83, all].map((cells) => cellShareText(cells, all))
  expect(texts).toEqual(['0 %', '< 0.01 %', '0.01 %', '5 %', '50 %', '> 99.99 %', '100 %'])
})

test('[V90] frames have one colour in strip, map and counts; other maps go by role', () => {
  const slab = { title: 'slab', role: 'remote', sign: 'S' } as const
  expect(stateToken('compaction', slab)).toBe('--plain')
  expect(stateToken('tiering', slab)).toBe('--remote')
})

test('[V91] a compactor that chooses a region has no scanners, until its schedule gives it some', () => {
  const plan = (kind: string, values: object, schedule: object[] = []) =>
    ({ study: 'compaction', compactor: { kind, values }, schedule }) as unknown as RunPlan
  const byScanners = { atNs: 5, section: 'compactor', values: { choose: 'scanners' } }
  expect(hasScanners(plan('compaction-v1', {}), 0)).toBe(true)
  expect(hasScanners(plan('clear-region', { choose: 'first-fit' }), 0)).toBe(false)
  expect(hasScanners(plan('clear-region', { choose: 'scanners' }), 0)).toBe(true)
  const later = plan('clear-region', { choose: 'first-fit' }, [byScanners])
  expect([4, 5].map((timeNs) => hasScanners(later, timeNs))).toEqual([false, true])
})
