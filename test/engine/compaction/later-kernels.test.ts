import { describe, expect, test } from 'vitest'
import { createAgedZone, usualPast } from '../../../main/engine/frames/aging.ts'
import { createAllocator } from '../../../main/engine/frames/allocator.ts'
import { proactive } from '../../../main/engine/triggers/proactive.ts'
import { byHand, lettersOf, noMemory, runScanners } from './random-zones.ts'
import { runExample, strips } from './run-study.ts'

describe('a switch of a later kernel', () => {
  test('[K12] is off in v1 and on in 6.8, and each of them matters', () => {
    const later = { 'compactor.skipBits': true, 'compactor.fastSearch': true, 'compactor.captures': true, 'compactor.movableBlocksOnly': true }
    // Smaller than a pageblock, so that capture has something to find within one.
    const small = { 'zone.frames': 16_384, 'zone.requestOrder': 7, 'workload.requests': 40 }
    const of = (sets: Record<string, unknown>) => {
      const { scannedFrames, movedFrames } = runExample('compaction-worth-while', { ...sets, ...small }).summary
      return [scannedFrames, movedFrames]
    }
    expect(of({ 'compactor.kind': 'compaction-v1', ...later })).toEqual(of({ 'compactor.kind': 'compaction-v6.8' }))
    for (const name of Object.keys(later))
      expect(of({ 'compactor.kind': 'compaction-v6.8', [name]: false }), name).not.toEqual(of({ 'compactor.kind': 'compaction-v6.8' }))
  }) // prettier-ignore

  test('[K12] skip bits: blocks in which a scan found nothing are passed by until the scanners have met', () => {
    const zone = byHand('UUUU MMFF UUUU FFFF MMMM', 4)
    const memory = noMemory(zone)
    const first = runScanners(zone, { skipBits: true }, {}, undefined, memory)
    expect([first.how, first.compaction.scannedByMigrate, first.compaction.scannedByFree]).toEqual(['met', 12, 8])
    expect([lettersOf(zone), Array.from(memory.skip)]).toEqual(['UUUUFFFFUUUUFFMMMMMM', [1, 0, 1, 0, 1]])
    const skips = runScanners(byHand(lettersOf(zone), 4), { skipBits: true }, {}, undefined, { ...memory, skip: memory.skip.slice() })
    const looks = runScanners(byHand(lettersOf(zone), 4), {}, {}, undefined, { ...memory, skip: memory.skip.slice() })
    expect([skips.compaction.scannedByMigrate, looks.compaction.scannedByMigrate]).toEqual([8, 16])
    expect([skips.compaction.scannedByFree, looks.compaction.scannedByFree]).toEqual([0, 4])
  }) // prettier-ignore

  test('[K12] a run that was served leaves both positions, and the next one begins there', () => {
    const zone = byHand('MMMF'.repeat(64) + 'FM'.repeat(128), 32)
    const memory = noMemory(zone)
    const { compaction, how } = runScanners(zone, { order: 3, batchFrames: 4 }, {}, undefined, memory)
    expect([how, memory.migrateFrame]).toEqual(['served', compaction.migrateFrame])
    expect(memory.migrateFrame).toBeGreaterThan(0)
    expect(memory.freeBlock).toBeLessThan(16)
    const next = runScanners(zone, { order: -1 }, {}, undefined, memory)
    expect(Math.min(...next.moves.pairs.map(([from]) => from))).toBeGreaterThanOrEqual(
      compaction.migrateFrame,
    )
    expect([next.how, memory.migrateFrame, memory.freeBlock]).toEqual(['met', -1, -1])
  })

  test('[K12] movable pageblocks only: neither pages nor targets out of a block of another type', () => {
    const letters = 'SSSSSMMF MMMMMMMM MFMFMFMF SSSSSFFF FFFFFFFF'
    const inKernel = ([from, to]: readonly [number, number]) => from < 8 || (to >= 24 && to < 32)
    const all = runScanners(byHand(letters, 8)).moves.pairs
    const movable = runScanners(byHand(letters, 8), { movableBlocksOnly: true }).moves.pairs
    expect(all.filter(inKernel).length).toBeGreaterThan(2)
    expect(movable.length).toBeGreaterThan(2)
    expect(movable.filter(inKernel)).toEqual([])
  })

  test('[K12] fast search begins where much is free already, and looks for targets in no full block', () => {
    const full = 'M'.repeat(16)
    const letters = full + full + 'F'.repeat(8) + 'M'.repeat(8) + 'MF'.repeat(48) + full + full
    const [plain, fast] = [false, true].map((fastSearch) => runScanners(byHand(letters, 16), { order: 4, fastSearch }))
    expect([plain.moves.pairs[0][0], fast.moves.pairs[0][0]]).toEqual([0, 40])
    expect([plain.how, fast.how]).toEqual(['served', 'served'])
    expect(fast.moves.pairs.length).toBeLessThan(plain.moves.pairs.length)
    const whole = [false, true].map((fastSearch) => runScanners(byHand(letters, 16), { order: -1, fastSearch }).compaction.scannedByFree)
    expect(whole[0] - whole[1]).toBe(32)
  }) // prettier-ignore

  test('[K12] the threshold is asked for costly orders alone', () => {
    const scanned = (order: number) =>
      runExample('compaction-slides', {
        ...{ 'zone.map': `F${'M'.repeat(63)}`, 'zone.requestFrames': 0, 'zone.requestOrder': order },
        'trigger.kind': 'direct',
      }).summary.scannedFrames
    expect([scanned(3) > 0, scanned(4)]).toEqual([true, 0])
  })
})

describe('a trigger', () => {
  test('[K12] that is direct waits for busy pages where it may, after a first try that did not', () => {
    const busy = { 'trigger.kind': 'direct', 'workload.busyShare': 1, 'compactor.batchSpansBlocks': false }
    const of = (thenSync: boolean) => {
      const { requestSatisfied, failedFrames } = runExample('compaction-slides', {
        ...busy,
        'trigger.thenSync': thenSync,
      }).summary
      return [requestSatisfied, failedFrames > 0]
    }
    expect([of(false), of(true)]).toEqual([
      [0, true],
      [1, true],
    ])
  })

  test('[K12] that is proactive begins above its high score and stops at the low one; without progress it rests', () => {
    const scores = [0, 5, 20, 95, 100].map((eagerness) => {
      const { lowScore, highScore } = proactive.createTrigger({
        compaction_proactiveness: eagerness,
        checkMs: 500,
      })
      return [lowScore, highScore]
    })
    expect(scores).toEqual([[100, 100], [95, 100], [80, 90], [5, 15], [5, 15]]) // prettier-ignore

    // 160 of 592 free frames are in whole blocks of 16: the score is 72.
    const ask = { 'workload.requests': 4, 'workload.everyMs': 400, 'workload.holdSec': 0.001, 'workload.churnPagesPerSec': 0, 'workload.busyShare': 0 }
    const zone = { 'zone.kind': 'by-hand', 'zone.map': 'FM'.repeat(8 * 54) + 'F'.repeat(160), 'zone.pageblockFrames': '16', 'zone.requestOrder': 4 }
    const of = (eagerness: number, more = {}) =>
      runExample('compaction-worth-while', { ...zone, ...ask, 'trigger.kind': 'proactive', 'trigger.compaction_proactiveness': eagerness, ...more }).summary
    expect([of(0), of(35)].map(({ movedFrames }) => movedFrames)).toEqual([0, 0])
    const { unusableFreeIndex, movedFrames } = of(40)
    expect(movedFrames).toBeGreaterThan(0)
    // It stopped at 60; the last request has taken one of the blocks since.
    expect(unusableFreeIndex).toBeLessThan(0.62)
    expect(unusableFreeIndex).toBeGreaterThan(0.45)

    // A hundred looks at a zone in which nothing can be won.
    const stuck = { 'zone.map': 'SF'.repeat(128), 'workload.requests': 2, 'workload.everyMs': 1000, 'trigger.checkMs': 10 }
    const { scannedFrames } = of(20, stuck)
    expect(scannedFrames).toBeGreaterThan(0)
    expect(scannedFrames / 256).toBeLessThanOrEqual(4)
  }) // prettier-ignore

  test('[K12] is worth while by what blocks save less what compaction costs, and a block costs what was spent by those got', () => {
    const free = { 'zone.kind': 'by-hand', 'zone.map': 'F'.repeat(64), 'zone.pageblockFrames': '1', 'zone.requestOrder': 2 }
    const three = { 'workload.requests': 3, 'workload.everyMs': 10, 'workload.holdSec': 0.5, 'workload.savesUsPerSec': 2000, 'workload.churnPagesPerSec': 0 }
    expect(runExample('compaction-worth-while', { ...free, ...three }).summary).toMatchObject({ savedNs: 3e6, netSavedNs: 3e6, requestsGot: 3 })
    const { savedNs, netSavedNs, compactionNs, nsPerBlockWon, requestsGotByCompaction } = runExample('compaction-worth-while', {
      'zone.frames': 16_384, 'workload.requests': 40,
    }).summary
    expect(requestsGotByCompaction).toBeGreaterThan(2)
    expect([netSavedNs, nsPerBlockWon]).toEqual([savedNs - compactionNs, compactionNs / requestsGotByCompaction])
  }) // prettier-ignore
})

describe('what fragments a zone', () => {
  const kinds = (letters: string, kind: string) => letters.split(kind).length - 1
  const shape = { frames: 1 << 15, pageblockFrames: 512, slabMovable: false }

  test('[K7] kernel pages that are freed seldom grow; pins stay among movable pages; what is free is what was asked for', () => {
    const aged = (more: Partial<typeof usualPast>) =>
      lettersOf(createAgedZone({ ...usualPast, ...more }, shape, 7))
    const [seldom, alike] = [0.2, 1].map((kernelFreedShare) => aged({ kernelFreedShare }))
    expect(kinds(seldom, 'S')).toBeGreaterThan(1.4 * kinds(alike, 'S'))
    expect(kinds(aged({ pinnedShare: 0 }), 'P')).toBe(0)
    const pinned = aged({ pinnedShare: 0.01, turnover: 0 })
    expect(Math.abs(kinds(pinned, 'P') / (0.9 * 0.7 * shape.frames) - 0.01)).toBeLessThan(0.002)
    expect(Math.abs(kinds(seldom, 'F') / shape.frames - 0.3)).toBeLessThan(0.01)
  })

  test('[K7] a fallback takes from the largest free block, so that small ones of another type stay whole', () => {
    const zone = byHand(`${'MMMF'.repeat(16)}${'M'.repeat(32)}${'F'.repeat(32)}`, 64)
    const frame = createAllocator(zone).allocate(0, 5, 1)
    expect(frame).toBeGreaterThanOrEqual(96)
  })

  test('[K7] slab that cannot be reclaimed shares pageblocks with other unmovable frames, reclaimable slab has its own', () => {
    const zone = byHand('F'.repeat(192), 64)
    const allocator = createAllocator(zone)
    const [slab, other, reclaimable, movable] = [3, 5, 2, 1].map((kind) => Math.floor(allocator.allocate(0, kind, 1) / 64))
    expect([other === slab, new Set([slab, reclaimable, movable]).size]).toEqual([true, 3])
    expect([slab, reclaimable, movable].map((block) => zone.blockType[block])).toEqual([0, 2, 1])
  }) // prettier-ignore

  test('[K7] pages that come and go bring slab into a zone that had none', () => {
    const sets = { 'zone.kind': 'by-hand', 'zone.map': 'MMMF'.repeat(32), 'zone.pageblockFrames': '8', 'zone.requestOrder': 2, 'workload.requests': 3, 'workload.everyMs': 100, 'workload.slabShare': 0.5 }
    const last = (pagesPerSec: number) => strips(runExample('compaction-worth-while', { ...sets, 'workload.churnPagesPerSec': pagesPerSec })).at(-1)!
    expect([kinds(last(0), 'S'), kinds(last(400), 'S') > 4]).toEqual([0, true])
  }) // prettier-ignore
})
