import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPlan, parts } from '../../../main/engine/catalog.ts'
import { createDeferral } from '../../../main/engine/frames/deferral.ts'
import { zoneBounds } from '../../../main/engine/studies/compaction/indices/bounds.ts'
import { segmentsOf, type Segments } from '../../../main/engine/studies/compaction/indices/segments.ts'
import { rootAtFrame } from '../../../main/history/root-at.ts'
import { reasonCode } from '../../../shared/documents/decision.ts'
import { writeSetup } from '../../../main/lab/write-setup.ts'
import { readSetup } from '../../../main/lab/read-setup.ts'
import { checkSetup } from '../../../shared/documents/check-setup.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import { settablePaths } from '../../../shared/documents/set-path.ts'
import { runScanners, zoneCases, zoneOf } from './random-zones.ts'
import { exampleWith, refusals, runExample, strips } from './run-study.ts'

const slides = 'compaction-slides'

describe('a document of the compaction study', () => {
  test('[K1] is checked, set, written and read by its own sections; words of another study are refused', () => {
    const setup = exampleWith(slides, { 'zone.map': 'MFUP', 'zone.requestFrames': '2', seed: '7' })
    expect(setup).toMatchObject({ study: 'compaction', run: { seed: 7 }, zone: { kind: 'by-hand', map: 'MFUP', requestFrames: 2 } })
    expect(readSetup(writeSetup(setup, parts), parts)).toEqual({ setup, problems: [] })
    expect(settablePaths(setup, parts)).toEqual(expect.arrayContaining(['zone.slabMovable', 'compactor.kind', 'trigger.sync']))
    expect(settablePaths(setup, parts).filter((path) => /^(machine|policy)\./.test(path))).toEqual([])
    const [problem] = checkSetup({ ...setup, policy: { kind: 'lru' } }, parts)
    expect(problem).toMatchObject({ path: 'policy', code: 'unknown-section' })
    expect(problem?.wayOut).toContain('the study "tiering" has one')
    expect(checkSetup({ ...setup, run: { engine: 'rates' } }, parts)).toMatchObject([{ path: 'run.engine' }])
  }) // prettier-ignore

  test('[K2] whose zone or request cannot be is refused with the place', () => {
    expect(refusals(slides, { 'zone.map': '' })).toEqual([expect.stringContaining('the map has no frames')])
    expect(refusals(slides, { 'zone.map': 'MF x' })).toEqual([expect.stringContaining('position 4 of the map, frame 2, has the letter "x"')])
    expect(refusals(slides, { 'zone.requestFrames': 0, 'zone.requestOrder': 5 })).toEqual([expect.stringContaining('"requestOrder" is 5, 32 frames, but the zone has 16 frames; use at most 4')])
    expect(refusals(slides, { 'zone.requestFrames': 17 })).toEqual([expect.stringContaining('"requestFrames" is 17, but the zone has 16 frames')])
    expect(refusals(slides, { 'zone.requestFrames': 16 })).toEqual([])
    expect(refusals(slides, { 'zone.requestOrder': 2 })).toEqual([expect.stringContaining('both "requestFrames" and "requestOrder" are given')])
    expect(refusals(slides, { 'zone.requestFrames': 0 })).toEqual([])
    expect(refusals(slides, { 'zone.requestFrames': 0, 'trigger.kind': 'direct' })).toEqual([expect.stringContaining('the zone asks for nothing')])
    expect(refusals(slides, { 'zone.requestFrames': 0, 'workload.kind': 'huge-page-demand' })).toEqual([expect.stringContaining('the zone asks for nothing')])
    expect(refusals(slides, { 'compactor.kind': 'clear-region' })).toEqual([expect.stringContaining('"clear-region" clears what a request asks for')])
    expect(refusals(slides, { 'compactor.kind': 'clear-region', 'compactor.choose': 'scanners' })).toEqual([])
    expect(refusals(slides, { 'zone.map': 'MF😀' })).toEqual([expect.stringContaining('position 3 of the map, frame 2, has the letter "😀"')])
    expect(refusals(slides, { 'trigger.kind': 'proactive' })).toEqual([expect.stringContaining('the workload "quiet" has but one')])
  }) // prettier-ignore
})

test('[K60] shares above the whole, and a past that would take minutes, are refused with the field', () => {
  const aged = 'compaction-worth-while'
  expect(refusals(aged, { 'zone.slabShare': 0.7, 'zone.reclaimableShare': 0.4, 'zone.unmovableShare': 0 })).toEqual([expect.stringContaining('slab, reclaimable and other unmovable frames together are 110 % of the allocations')])
  expect(refusals(aged, { 'zone.slabShare': 0.7, 'zone.reclaimableShare': 0.2, 'zone.unmovableShare': 0.1 })).toEqual([])
  expect(refusals(aged, { 'zone.frames': 8193, 'zone.pageblockFrames': '1', 'zone.requestOrder': 3 })).toEqual([expect.stringContaining('8193 frames are 8193 pageblocks of 1')])
  expect(refusals(aged, { 'zone.frames': 4_194_304 })).toEqual([])
  expect(refusals(aged, { 'workload.slabShare': 0.7, 'workload.unmovableShare': 0.4 })).toEqual([expect.stringContaining('slab and other unmovable pages together are 110 %')])
  const fieldOf = (sets: Record<string, unknown>) => checkPlan(resolvePlan(exampleWith(aged, sets), parts)).map(({ path }) => path)
  expect([{ 'zone.slabShare': 1 }, { 'zone.pageblockFrames': '1' }, { 'workload.slabShare': 1 }].map(fieldOf)).toEqual([['zone.slabShare'], ['zone.pageblockFrames'], ['workload.slabShare']])
  expect(refusals('compaction-64gib', { 'zone.freeShare': 0.7, 'zone.unmovableShare': 0.4 })).toEqual([expect.stringContaining('together are 110 % of the zone')])
}) // prettier-ignore

describe('the slides’ zone', () => {
  const run = runExample(slides)

  test('[K30] counts frames as they are scanned, in the column and in the root of each moment', () => {
    const at = run.spec.columns.findIndex(({ name }) => name === 'scannedFrames')
    const { value, count } = run.chunk.frames
    const scanned = Array.from(value[at].slice(0, count))
    const before = scanned.slice(0, -1).reduce((sum, frames) => sum + frames, 0)
    expect(before).toBeGreaterThan(0)
    expect(scanned.reduce((sum, frames) => sum + frames, 0)).toBe(run.summary.scannedFrames)
    const middle = rootAtFrame(run.chunk.roots, count - 2) as { so_far: { scanned: number } }
    expect(middle.so_far.scanned).toBe(before)
  })

  test('[K4] is recorded figure by figure', () => {
    expect(strips(run)).toEqual([
      'MFMMFMFFMFMFFFMF',
      '▸F▸▸F▸FF▸FMFFFMF',
      '▸F▸▸F▸FF▸◂M◂◂◂M◂',
      'FF▸▸F▸FF▸◂M◂◂◂Mm',
      'FFF▸F▸FF▸◂M◂◂mMm',
      'FFFFF▸FF▸◂M◂mmMm',
      'FFFFFFFF▸◂MmmmMm',
      'FFFFFFFFFmMmmmMm',
      'FFFFFFFFFmMmmmMm',
    ])
  })

  test('[K4] has both lists in its root, both scanners as columns, and each move as a row with its target', () => {
    const column = (name: string) => {
      const at = run.spec.columns.findIndex((spec) => spec.name === name)
      return Array.from(run.chunk.frames.value[at])
    }
    expect(rootAtFrame(run.chunk.roots, 2)).toMatchObject({
      toMove: { count: 5, frames: [0, 2, 3, 5, 8] },
      targets: { count: 5, frames: [15, 13, 12, 11, 9] },
    })
    expect(column('largestFreeRunFrames')).toEqual([3, 3, 2, 2, 3, 5, 8, 9, 9])
    expect([column('migrateFrame')[1], column('freeFrame')[1]]).toEqual([9, 9])
    const { page, a, rows } = run.decisions
    expect(Array.from({ length: rows }, (_, i) => [page[i], a[i]]).slice(0, 5)).toEqual([[0, 15], [2, 13], [3, 12], [5, 11], [8, 9]])
    expect(run.summary).toMatchObject({ requestSatisfied: 1, largestFreeRunFrames: 9, bestRunFrames: 9, movedFrames: 5 })
  }) // prettier-ignore
})

test('[K63] blocks won are held against the best of the same order, whatever a pageblock is', () => {
  const found = (map: string, sets: Record<string, unknown>) => {
    const { blocksWon, bestBlocks } = runExample(slides, { 'zone.map': map, 'zone.requestFrames': 0, ...sets }).summary
    return [blocksWon, bestBlocks]
  }
  // Nine free frames are four pairs, two blocks of four, one of eight.
  const zone = 'MFMM FMFF MFMF FFMF'
  const orders = [1, 2, 3, 4].map((order) => found(zone, { 'zone.requestOrder': order }))
  expect(orders).toEqual([[2, 4], [2, 2], [1, 1], [0, 0]])
  expect(found(zone, { 'zone.requestFrames': 3 })).toEqual([2, 2])
  // Of the four aligned blocks of four, slab leaves two.
  expect(found('FMSF MFFM FMFF MFFS', { 'zone.requestOrder': 2 })[1]).toBe(2)
}) // prettier-ignore

test('[K65] each segment says what it could come to at best and what it has come to; none is ever above', () => {
  const at = (sets: Record<string, unknown>, frame: (frames: number) => number) => {
    const { chunk } = runExample('compaction-slab-barrier', sets)
    return (rootAtFrame(chunk.roots, frame(chunk.frames.count)) as { segments: Segments }).segments
  }
  const short = ({ count, longest }: Segments) => [count, longest.map(({ first, frames, best, run }) => [first, frames, best, run])]
  expect(short(at({}, () => 0))).toEqual([3, [[0, 4, 4, 1], [5, 4, 4, 2], [10, 2, 2, 1]]])
  expect(short(at({}, (frames) => frames - 1))).toEqual([3, [[0, 4, 4, 4], [5, 4, 4, 2], [10, 2, 2, 0]]])
  expect(short(at({ 'zone.slabMovable': true }, (frames) => frames - 1))).toEqual([1, [[0, 12, 6, 6]]])
  // Thirty segments: the dozen longest are named.
  const many = at({ 'zone.map': Array.from({ length: 30 }, (_, i) => `S${'FM'.repeat(1 + (i % 9))}`).join('') }, (frames) => frames - 1)
  expect([many.count, many.longest.length, Math.min(...many.longest.map(({ frames }) => frames))]).toEqual([30, 12, 12])
  fc.assert(
    fc.property(zoneCases, (zoneCase) => {
      const zone = zoneOf(zoneCase)
      const free = zone.free.freeFrames
      runScanners(zone)
      const { longest } = segmentsOf(zone, free)
      expect(longest.filter(({ run, best }) => run > best)).toEqual([])
      expect(Math.max(0, ...longest.map(({ best }) => best))).toBe(zoneBounds(zone).bestRunFrames)
    }),
    { numRuns: 300, seed: 65 },
  )
}) // prettier-ignore

test('[K62] the best possible run stays while pages are only moved, and follows what requests take', () => {
  const bestOf = ({ spec, chunk }: ReturnType<typeof runExample>) => {
    const at = spec.columns.findIndex(({ name }) => name === 'bestRunFrames')
    return Array.from(chunk.frames.value[at].slice(0, chunk.frames.count))
  }
  for (const batchSpansBlocks of [true, false])
    expect(new Set(bestOf(runExample(slides, { 'compactor.batchSpansBlocks': batchSpansBlocks })))).toEqual(new Set([9]))
  // The lowest run of four is taken out of the middle; then a page goes to the top, and the bottom is taken.
  const taken = { 'zone.kind': 'by-hand', 'zone.map': 'FFFM FFFF FFF', 'zone.pageblockFrames': '1', 'workload.requests': 2 }
  expect([...new Set(bestOf(runExample('compaction-region-choice', taken)))]).toEqual([10, 4, 2])
}) // prettier-ignore

test('[K3] the slab barrier fails as it is and succeeds with slab that can be moved', () => {
  const figures = (sets: Record<string, unknown>) => {
    const { summary } = runExample('compaction-slab-barrier', sets)
    return [summary['requestSatisfied'], summary['largestFreeRunFrames'], summary['bestRunFrames']]
  }
  expect(figures({})).toEqual([0, 4, 4])
  expect(figures({ 'zone.slabMovable': 'true' })).toEqual([1, 6, 6])
  expect(figures({ 'zone.requestFrames': '4' })).toEqual([1, 4, 4])
})

describe('requests', () => {
  test('[K11] after failures only every 2nd, 4th … 64th is let through, and all are after a success', () => {
    const deferral = createDeferral()
    const letThrough = (requests: number) =>
      Array.from({ length: requests }, () => deferral.skips()).filter((skipped) => !skipped).length
    const found = [letThrough(8)]
    for (let failure = 0; failure < 8; failure++) {
      deferral.tell(false)
      const skipped = Array.from({ length: 200 }, () => deferral.skips()).indexOf(false)
      found.push(skipped + 1)
    }
    deferral.tell(true)
    expect([...found, letThrough(8)]).toEqual([8, 2, 4, 8, 16, 32, 64, 64, 64, 8])
  })

  test('[K58] asynchronous runs that fail defer nobody; of background compaction too it is told whom it left out', () => {
    const small = { 'zone.frames': 16_384, 'zone.requestOrder': 9, 'workload.requests': 60, 'workload.churnPagesPerSec': 0, 'zone.pageblockFrames': '512' }
    const of = (sets: Record<string, unknown>) => {
      const { summary, decisions } = runExample('compaction-worth-while', { ...small, ...sets })
      const told = Array.from(decisions.reason.slice(0, decisions.rows)).filter((code) => code === reasonCode('compaction-deferred'))
      expect(summary.requestsDeferred).toBe(told.length)
      return summary
    }
    const none = { 'zone.kind': 'random-mix', 'zone.unmovableShare': '2 %' }
    expect(of({ ...none, 'trigger.thenSync': false }).requestsDeferred).toBe(0)
    const direct = of(none)
    expect([direct.requestsGot, direct.requestsDeferred]).toEqual([0, 60 - 5])
    const background = of({ ...none, 'trigger.kind': 'background' })
    expect(background.requestsDeferred).toBeGreaterThan(40)
    expect(background.requestsDeferred).toBeLessThan(60)
  }) // prettier-ignore

  test('[K64] wake no kcompactd where memory is short, at work or resting, in a zone of its own and under a node', () => {
    const told = ({ decisions: { reason, rows } }: ReturnType<typeof runExample>, id: 'compaction-unsuitable' | 'compaction-deferred') =>
      Array.from(reason.slice(0, rows)).filter((code) => code === reasonCode(id)).length
    const small = { 'zone.kind': 'by-hand', 'zone.map': `F${'M'.repeat(63)}`, 'zone.pageblockFrames': '1', 'zone.requestOrder': 5, 'workload.requests': 9, 'workload.churnPagesPerSec': 0 }
    for (const trigger of ['direct', 'background']) {
      const short = runExample('compaction-worth-while', { ...small, 'trigger.kind': trigger })
      expect([told(short, 'compaction-unsuitable'), short.summary.scannedFrames, short.summary.requestsGot]).toEqual([9, 0, 0])
    }
    const node = runExample('compaction-huge-pages', { 'run.compaction': 'background', 'run.hugeReclaim': false, 'run.accessLimit': 6_000_000, 'run.zoneFreeShare': 0.62, 'machine.dramGiB': 0.5, 'workload.workingSetGiB': 0.3 })
    expect(node.summary.compactionRuns).toBeGreaterThan(1)
    expect(node.summary.hugeAttemptsDeferred).toBeGreaterThan(0)
    expect(node.summary.hugeAttemptsDeferred).toBe(told(node, 'compaction-deferred'))
    const { compactionRuns, hugeAttemptsDeferred, hugePagesMissed } = node.summary
    expect(compactionRuns + hugeAttemptsDeferred).toBeLessThanOrEqual(hugePagesMissed)
  }) // prettier-ignore

  test('[K12] wait for direct compaction and for no other; a later kernel scans less for them', () => {
    const small = {
      ...{ 'zone.frames': 32_768, 'zone.requestOrder': 7, 'zone.turnover': 1, 'workload.requests': 200 },
      ...{ 'workload.everyMs': 10, 'workload.holdSec': 0.5 },
    }
    const of = (compactor: string, trigger: string) =>
      runExample('compaction-worth-while', { ...small, 'compactor.kind': compactor, 'trigger.kind': trigger })
        .summary
    const direct = of('compaction-v1', 'direct')
    const background = of('compaction-v1', 'background')
    expect(direct['requestsGotByCompaction']).toBeGreaterThan(20)
    expect(direct['stallNs'] / direct['compactionNs']).toBeCloseTo(1, 9)
    expect([background['stallNs'], background['requestsGotByCompaction']]).toEqual([0, 0])
    expect(background['movedFrames']).toBeGreaterThan(100)
    const later = of('compaction-v6.8', 'direct')
    const scannedPerBlock = (run: typeof direct) => run['scannedFrames'] / run['requestsGotByCompaction']
    expect(scannedPerBlock(later)).toBeLessThan(scannedPerBlock(direct) / 2)
  })
})
