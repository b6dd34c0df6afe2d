import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fragmentationIndex, fragmentationScore, unusableFreeIndex,
} from '../../../main/engine/frames/fragmentation.ts' // prettier-ignore
import { createAllocator } from '../../../main/engine/frames/allocator.ts'
import { createFreeMap, type FreeMap } from '../../../main/engine/frames/free-map.ts'
import { readZoneMap } from '../../../main/engine/studies/compaction/zone/read-map.ts'
import { createRunTree } from '../../../main/engine/frames/run-tree.ts'
import { createZone, type Zone } from '../../../main/engine/frames/zone.ts'
import { lettersOf, zoneCases, zoneOf } from './random-zones.ts'

/** A map with so many free blocks of an order, far enough apart to stay what they are. */
function freeMapOf(blocks: Readonly<Record<number, number>>): FreeMap {
  const free = createFreeMap(1 << 22, 10)
  let at = 0
  for (const [order, count] of Object.entries(blocks)) {
    const size = 2 ** Number(order)
    for (let i = 0; i < count; i++, at += 2 * size) {
      at = Math.ceil(at / (2 * size)) * 2 * size
      for (let frame = at; frame < at + size; frame++) free.add(frame)
    }
  }
  return free
}

/** The largest aligned blocks that are free, found from their definition. */
function plainBlocks(isFree: readonly boolean[], maxOrder: number): number[] {
  const blocks = Array.from({ length: maxOrder + 1 }, () => 0)
  const whole = (start: number, size: number) =>
    start + size <= isFree.length && isFree.slice(start, start + size).every(Boolean)
  for (let frame = 0; frame < isFree.length;) {
    let order = maxOrder
    while (order >= 0 && !(frame % 2 ** order === 0 && whole(frame, 2 ** order))) order--
    if (order < 0) frame++
    else {
      blocks[order]++
      frame += 2 ** order
    }
  }
  return blocks
}

function plainLongest(isFree: readonly boolean[]): number {
  let run = 0
  return isFree.reduce((longest, free) => Math.max(longest, (run = free ? run + 1 : 0)), 0)
}

describe('buddy blocks', () => {
  test('[K7] and the longest run are what a plain search finds, after any frees and allocations', () => {
    const steps = fc.array(fc.nat(699), { maxLength: 400 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 0, max: 10 }), steps, (frames, maxOrder, touched) => {
        const free = createFreeMap(frames, maxOrder)
        const runs = createRunTree(free, frames)
        const isFree = Array.from({ length: frames }, () => false)
        for (const at of touched) {
          const frame = at % frames
          if (isFree[frame]) free.remove(frame)
          else free.add(frame)
          isFree[frame] = !isFree[frame]
          runs.touch(frame)
        }
        expect(Array.from(free.blocks)).toEqual(plainBlocks(isFree, maxOrder))
        expect([free.freeFrames, runs.longest()]).toEqual([isFree.filter(Boolean).length, plainLongest(isFree)])
      }),
      { numRuns: 400, seed: 8 },
    )
  }) // prettier-ignore

  test('[K50] that leave an aligned block all at once leave what is left when they go frame by frame', () => {
    const cases = fc.record({ zoneCase: zoneCases, order: fc.nat(10), at: fc.nat(300) })
    fc.assert(
      fc.property(cases, ({ zoneCase, order: wished, at }) => {
        const [atOnce, byFrame] = [zoneOf(zoneCase), zoneOf(zoneCase)]
        const { frames, free } = atOnce
        const order = Math.min(wished, free.maxOrder)
        const start = (at % Math.floor(frames / 2 ** order)) * 2 ** order
        atOnce.setAsideWithin(start, order)
        for (let frame = start; frame < start + 2 ** order; frame++)
          if (byFrame.free.isFree(frame)) byFrame.setAside(frame)
        const stateOf = (zone: Zone) => ({
          words: Array.from(zone.free.words),
          blocks: Array.from(zone.free.blocks),
          orders: Array.from(zone.kind, (_, frame) => zone.free.orderAt(frame)),
          free: zone.free.freeFrames,
          longest: zone.runs.longest(),
        })
        expect(stateOf(atOnce)).toEqual(stateOf(byFrame))
        for (let frame = start; frame < start + 2 ** order; frame++) if (!atOnce.free.isFree(frame)) atOnce.free.add(frame)
        for (let frame = start; frame < start + 2 ** order; frame++) if (!byFrame.free.isFree(frame)) byFrame.free.add(frame)
        expect(stateOf(atOnce)).toEqual(stateOf(byFrame))
      }),
      { numRuns: 1000, seed: 50 },
    )
  }) // prettier-ignore

  test('[K7] are given out aligned and free, of one kind, and come back whole', () => {
    fc.assert(
      fc.property(zoneCases, fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(1, 2, 3, 5)), { maxLength: 40 }), (zoneCase, asked) => {
        const zone = zoneOf(zoneCase)
        const before = lettersOf(zone)
        const allocator = createAllocator(zone)
        const got: number[] = []
        for (const [order, kind] of asked) {
          const had = zone.free.blocksFrom(Math.min(order, zone.free.maxOrder))
          const first = allocator.allocate(order, kind, 7)
          if (order > zone.free.maxOrder || had === 0) expect(first).toBe(-1)
          else {
            expect([first % 2 ** order, zone.kind[first], zone.order[first]]).toEqual([0, kind, order])
            got.push(first)
          }
        }
        for (const first of got) allocator.release(first)
        expect(lettersOf(zone)).toBe(before)
      }),
      { numRuns: 400, seed: 9 },
    )
  }) // prettier-ignore

  test('[K7] of a pageblock are taken over by another type where at least half of it is free', () => {
    const zone = zoneOf({ letters: `${'M'.repeat(16)}${'F'.repeat(48)}`, pageblockFrames: 64, slabMovable: false })
    const allocator = createAllocator(zone)
    expect([zone.blockType[0], allocator.allocate(0, 5, 1) >= 0, zone.blockType[0]]).toEqual([1, true, 0])
    expect([allocator.fallbacks, allocator.steals]).toEqual([1, 1])
  }) // prettier-ignore
})

test('[K9] the fragmentation index takes both whole divisions in order, the score is in per cent', () => {
  const cases: [Readonly<Record<number, number>>, number, number][] = [
    [{ 0: 100 }, 2, 740],
    [{ 0: 100 }, 9, 989],
    [{}, 9, 0],
    [{ 3: 1 }, 3, -1000],
    [{ 0: 1 }, 9, -1],
    [{ 8: 2 }, 9, 0],
    [{ 0: 511 }, 9, 997],
    [{ 0: 1000, 1: 1000 }, 9, 997],
  ]
  const found = cases.map(([blocks, order]) => fragmentationIndex(freeMapOf(blocks), order))
  expect(found).toEqual(cases.map(([, , index]) => index))
  expect([fragmentationScore(freeMapOf({ 0: 100 }), 9), unusableFreeIndex(freeMapOf({ 0: 8, 3: 1 }), 3)]).toEqual([100, 0.5]) // prettier-ignore
})

test('[K2] a zone by hand is its letters without the spaces; another letter is refused with its position', () => {
  expect(readZoneMap(' F MR\nSPU ')).toEqual({ ok: true, value: Uint8Array.of(0, 1, 2, 3, 4, 5) })
  expect(readZoneMap('FM F?')).toMatchObject({ ok: false, error: { fact: 'position 5 of the map, frame 3, has the letter "?"' } }) // prettier-ignore
  expect(readZoneMap(' \n ')).toMatchObject({ ok: false, error: { fact: 'the map has no frames' } })
})

test('[K8] a zone takes at most five bytes a frame besides its lists', () => {
  const frames = 1 << 20
  const zone = createZone({ frames, pageblockFrames: 512, slabMovable: false }, new Uint8Array(frames))
  const columns = [zone.kind, zone.order, zone.owner, zone.blockType]
  const bytes =
    columns.reduce((sum, column) => sum + column.byteLength, 0) + zone.free.words.buffer.byteLength
  expect(bytes / frames).toBeLessThanOrEqual(5)
  expect(bytes / frames).toBeGreaterThan(4)
})
