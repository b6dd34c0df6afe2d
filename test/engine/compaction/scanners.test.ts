import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSequence, createStream } from '../../../shared/base/random.ts'
import { zoneBounds } from '../../../main/engine/studies/compaction/indices/bounds.ts'
import { createFreeMap } from '../../../main/engine/frames/free-map.ts'
import { runExample } from './run-study.ts'
import { byHand, lettersOf, runScanners, zoneCases, zoneOf, type ZoneCase } from './random-zones.ts'

const scannerCases = fc.record({
  batchFrames: fc.constantFrom(1, 3, 32, 512),
  spansBlocks: fc.boolean(),
  sync: fc.boolean(),
  order: fc.constantFrom(-1, 0, 2, 4),
  captures: fc.boolean(),
  movableBlocksOnly: fc.boolean(),
  skipBits: fc.boolean(),
  fastSearch: fc.boolean(),
})

const counted = (letters: string) => [...letters].sort().join('')

describe('two scanners on random zones', () => {
  test('[K5] move each page to a free frame further up, lose none, touch nothing unmovable, never cross, and end', () => {
    fc.assert(
      fc.property(zoneCases, scannerCases, fc.double({ min: 0, max: 1, noNaN: true }), (zoneCase, rules, busyShare) => {
        const zone = zoneOf(zoneCase)
        const before = lettersOf(zone)
        const owners = Array.from(zone.owner)
        const bounds = zoneBounds(zone)
        let turn = 0
        const { moves, compaction } = runScanners(
          zone,
          rules,
          { busy: () => ((turn++ * 7919) % 1000) / 1000 < busyShare },
          ({ migrateFrame, freeFrame }) => {
            const block = (frame: number) => Math.floor(frame / zoneCase.pageblockFrames)
            expect(block(Math.max(0, migrateFrame - 1))).toBeLessThanOrEqual(block(freeFrame))
          },
        )
        const now = [...before]
        const who = [...owners]
        for (const [from, to] of moves.pairs) {
          expect(zoneCase.slabMovable ? 'MS' : 'M').toContain(now[from])
          expect([now[to], to > from]).toEqual(['F', true])
          now[to] = now[from]!
          now[from] = 'F'
          who[to] = who[from]!
          who[from] = 0
        }
        expect(lettersOf(zone)).toBe(now.join(''))
        expect(counted(lettersOf(zone))).toBe(counted(before))
        expect(Array.from(zone.owner).filter((_, frame) => now[frame] !== 'F')).toEqual(who.filter((_, frame) => now[frame] !== 'F'))
        expect(zone.runs.longest()).toBeLessThanOrEqual(bounds.bestRunFrames)
        expect(compaction.scannedByMigrate).toBeLessThanOrEqual(2 * zone.frames)
        expect(compaction.scannedByFree).toBeLessThanOrEqual(zone.frames)
      }),
      { numRuns: 1500, seed: 5 },
    )
  }) // prettier-ignore

  test('[K5] leave buddy blocks that are those of the frames that are free', () => {
    fc.assert(
      fc.property(zoneCases, scannerCases, (zoneCase, rules) => {
        const zone = zoneOf(zoneCase)
        runScanners(zone, rules)
        const afresh = createFreeMap(zone.frames, zone.free.maxOrder)
        for (let frame = 0; frame < zone.frames; frame++) if (zone.kind[frame] === 0) afresh.add(frame)
        expect(Array.from(zone.free.blocks)).toEqual(Array.from(afresh.blocks))
        expect(zone.free.freeFrames).toBe(afresh.freeFrames)
      }),
      { numRuns: 500, seed: 6 },
    )
  })

  test('[K5] reach what can be reached where nothing is unmovable and a pageblock is one frame', () => {
    const onlyMovable = fc
      .array(fc.constantFrom(...'FM'), { minLength: 1, maxLength: 200 })
      .map((letters): ZoneCase => ({ letters: letters.join(''), pageblockFrames: 1, slabMovable: false }))
    fc.assert(
      fc.property(onlyMovable, fc.constantFrom(1, 32), fc.boolean(), (zoneCase, batchFrames, spansBlocks) => {
        const zone = zoneOf(zoneCase)
        runScanners(zone, { batchFrames, spansBlocks })
        const used = [...zoneCase.letters].filter((letter) => letter === 'M').length
        const free = zone.frames - used
        expect(lettersOf(zone)).toBe('F'.repeat(free) + 'M'.repeat(used))
      }),
      { numRuns: 300, seed: 7 },
    )
  })
})

describe('the chapter’s zone', () => {
  test('[K3] six free frames come to no more than four, for slab cuts the zone; to six where slab can be moved', () => {
    const chapter = 'FMFM SFFM FSFM'
    expect(zoneBounds(byHand(chapter)).bestRunFrames).toBe(4)
    const fixed = byHand(chapter)
    runScanners(fixed)
    expect([lettersOf(fixed), fixed.runs.longest()]).toEqual(['FFFFSFFMMSMM', 4])
    const movable = byHand(chapter, 1, true)
    expect(zoneBounds(movable).bestRunFrames).toBe(6)
    runScanners(movable)
    expect([movable.runs.longest(), lettersOf(movable).slice(0, 6)]).toEqual([6, 'FFFFFF'])
  })

  test('[K3] with one pageblock for the whole zone both scanners start in it and nothing moves', () => {
    const zone = byHand('FMFM FFFM FFFM', 16)
    expect(runScanners(zone).moves.pairs).toEqual([])
  })
})

describe('a run', () => {
  test('[K6] of a large random mixture scans every frame once and moves N·f(1−f−u)/(1−u) pages, within 2 %', () => {
    const frames = 1 << 18
    for (const [free, unmovable] of [[0.3, 0], [0.315, 0.1], [0.5, 0.05], [0.7, 0.2]] as const) {
      const draws = new Uint32Array(frames)
      createSequence(createStream(11, `mixture ${free}`), 0).fill(draws, frames)
      const letters = Array.from(draws, (draw) => {
        const at = draw / 2 ** 32
        return at < unmovable ? 'U' : at < unmovable + free ? 'F' : 'M'
      })
      const zone = zoneOf({ letters: letters.join(''), pageblockFrames: 512, slabMovable: false })
      const { moves, compaction } = runScanners(zone, { batchFrames: 32 })
      const law = (frames * free * (1 - free - unmovable)) / (1 - unmovable)
      expect(Math.abs(moves.pairs.length / law - 1)).toBeLessThan(0.02)
      expect(Math.abs((compaction.scannedByMigrate + compaction.scannedByFree) / frames - 1)).toBeLessThan(0.02)
    }
  }) // prettier-ignore

  test('[K56] pays for each frame that is looked at and for each page that is moved, once, whether its lists span pageblocks or not', () => {
    const spanning = fc.boolean()
    fc.assert(
      fc.property(zoneCases, spanning, fc.constantFrom(1, 7, 512), (zoneCase, spansBlocks, batchFrames) => {
        const { moves, compaction } = runScanners(zoneOf(zoneCase), { spansBlocks, batchFrames })
        const { scannedByMigrate, scannedByFree } = compaction
        expect(moves.spentNs).toBe(scannedByMigrate + scannedByFree + 100 * moves.pairs.length)
      }),
      { numRuns: 400, seed: 56 },
    )
    const { movedFrames, scannedFrames, compactionNs, movedBytes } = runExample('compaction-slides').summary
    const movePageNs = (compactionNs - 10 * scannedFrames) / movedFrames
    expect([movedFrames, scannedFrames, movedBytes]).toEqual([5, 16, 5 * 4096])
    expect(movePageNs).toBe(runExample('compaction-slides', { 'compactor.scanFrameNs': 0 }).summary.compactionNs / 5)
  }) // prettier-ignore

  test('[K6] for an order ends where a pageblock is left and a block is free; with capture after the batch that freed it', () => {
    const letters = 'MMMF'.repeat(64) + 'FM'.repeat(128)
    const late = runScanners(byHand(letters, 32), { order: 3, batchFrames: 4 })
    const early = runScanners(byHand(letters, 32), { order: 3, batchFrames: 4, captures: true })
    expect([late.how, early.how]).toEqual(['served', 'served'])
    expect(early.moves.pairs.length).toBeLessThan(late.moves.pairs.length)
    const whole = runScanners(byHand(letters, 32), { batchFrames: 4 })
    expect([whole.how, whole.moves.pairs.length > late.moves.pairs.length]).toEqual(['met', true])
  })

  test('[K6] that is asynchronous leaves a busy page and the aligned range it spoils; a synchronous one waits', () => {
    const letters = `${'MMMF'.repeat(16)}${'FM'.repeat(64)}`
    const busy = (frame: number) => frame === 1
    const async = runScanners(byHand(letters, 64), { order: 3, sync: false }, { busy })
    expect([async.moves.failed, async.moves.pairs.some(([from]) => from === 1)]).toEqual([[1], false])
    const sync = runScanners(byHand(letters, 64), { order: -1, sync: true }, { busy })
    expect([sync.moves.failed, sync.moves.pairs.some(([from]) => from === 1)]).toEqual([[], true])
  })
})
