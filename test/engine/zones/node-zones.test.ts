import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bitsAt, createStream } from '../../../shared/base/random.ts'
import { FREE, MOVABLE } from '../../../main/engine/frames/frame-kinds.ts'
import { hugeOrder, hugePages } from '../../../main/engine/studies/tiering/zones/node-frames.ts'
import { looseZones, type LooseZones } from './loose-zones.ts'

const nowhere = -1

/** What holds at any moment: page by page and frame by frame. `nodeOf`: where the test has put its pages. */
function expectWhole({ zones, world }: LooseZones, nodeOf: Int32Array, kernelFrames: readonly number[]): void {
  const placed = zones.owned.map(() => 0)
  for (let page = 0; page < nodeOf.length; page++) {
    const frame = zones.frameOf(page)
    if (nodeOf[page] === nowhere) {
      if (frame !== -1) throw new Error(`page ${page} is nowhere and has frame ${frame}`)
      continue
    }
    placed[nodeOf[page]]++
    const { frames } = zones.owned[nodeOf[page]]
    if (frames.pageIn(frame) !== page) throw new Error(`frame ${frame} of page ${page} holds ${frames.pageIn(frame)}`)
    if (frames.zone.kind[frame] !== MOVABLE) throw new Error(`frame ${frame} of page ${page} is not in use`)
    if (frames.zone.order[frame] !== (zones.isHuge(page) ? hugeOrder : 0)) throw new Error(`page ${page} has the order of another`)
    if (zones.isHuge(page) && frame % hugePages !== page % hugePages) throw new Error(`page ${page} is not at its place in its block`)
  }
  zones.owned.forEach(({ node, frames }, n) => {
    const { zone } = frames
    let held = 0
    let notFree = 0
    for (let frame = 0; frame < zone.frames; frame++) {
      if (frames.pageIn(frame) >= 0) held++
      if (zone.kind[frame] !== FREE) notFree++
    }
    expect(held).toBe(placed[n])
    expect(notFree).toBe(placed[n] + frames.cachedPages + kernelFrames[n])
    expect(world.freePages[node]).toBe(zone.free.freeFrames)
    // What kcompactd has set aside is neither free nor in use.
    expect(zone.free.freeFrames).toBeLessThanOrEqual(zone.frames - notFree)
  })
} // prettier-ignore

const kernelFramesOf = ({ zones }: LooseZones) =>
  zones.owned.map(({ frames: { zone, cachedPages } }) => zone.kind.reduce((sum, kind) => sum + (kind === FREE ? 0 : 1), 0) - cachedPages) // prettier-ignore

describe('zones under nodes', () => {
  const pages = 8 * hugePages + 100

  test('[K31] each page has exactly one frame; frames of pages, cache and kernel, free ones and those set aside are the zone', () => {
    const totals = { got: 0, missed: 0, split: 0, movedWhole: 0, moved: 0, reclaimed: 0 }
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer({ min: 1, max: 1e6 }),
          zoneFreeShare: fc.constantFrom(0.3, 0.6, 0.9),
          compaction: fc.constantFrom('none', 'direct', 'background'),
          compactionRules: fc.constantFrom('v1', 'v6.8'),
          hugeReclaim: fc.boolean(),
        }),
        (settings) => {
          const loose = looseZones([9000, 20_000], pages, settings, settings.seed)
          const { zones, world } = loose
          const nodeOf = new Int32Array(pages).fill(nowhere)
          const kernel = kernelFramesOf(loose)
          const stream = createStream(settings.seed, 'what the test does')
          for (let turn = 0; turn < 400; turn++) {
            const page = bitsAt(stream, turn, 0) % pages
            const to = bitsAt(stream, turn, 1) & 1
            const from = nodeOf[page]
            const first = page - (page % hugePages)
            if (from === nowhere) {
              if (zones.ask(page, to, 0)) nodeOf.fill(to, first, first + hugePages)
              zones.take(page, to)
              nodeOf[page] = to
            } else if (from !== to && world.freePages[to] > 0) {
              if (zones.isHuge(page) && zones.moveWhole(page, from, to)) {
                nodeOf.fill(to, first, first + hugePages)
                continue
              }
              if (zones.isHuge(page)) zones.split(page, from, to)
              zones.give(page, from)
              zones.take(page, to)
              nodeOf[page] = to
            }
            if (turn % 8 === 0) zones.tick()
            if (turn % 100 === 99) expectWhole(loose, nodeOf, kernel)
          }
          const { ledger } = zones
          expect(ledger.asked).toBe(ledger.got + ledger.missed)
          expect(ledger.present).toBe(ledger.got - ledger.split)
          if (settings.compaction === 'none') expect(ledger.compactionRuns).toBe(0)
          totals.got += ledger.got
          totals.missed += ledger.missed
          totals.movedWhole += ledger.movedWhole
          totals.split += ledger.split
          totals.moved += ledger.compactionMoved
          totals.reclaimed += ledger.reclaimedPages
        },
      ),
      { numRuns: 12, seed: 31 },
    )
    expect(Object.entries(totals).filter(([, count]) => count === 0)).toEqual([])
  })

  test('[K32] who asks pays for direct compaction and reclaim; kcompactd works beside, a millisecond in each', () => {
    const direct = looseZones([30_000], 20 * hugePages, { compaction: 'direct', compactionRules: 'v1' })
    for (let page = 0; page < 20 * hugePages; page += hugePages) direct.zones.ask(page, 0, 3)
    const paid = direct.charged.reduce((sum, { ns }) => sum + ns, 0)
    expect(new Set(direct.charged.map(({ payer }) => payer))).toEqual(new Set([3]))
    expect(paid).toBeCloseTo(direct.zones.ledger.compactionNs, 3)
    expect(direct.zones.ledger).toMatchObject({
      attemptNs: paid,
      longestNs: Math.max(...direct.charged.map(({ ns }) => ns)),
    })
    expect(direct.zones.ledger.gotByCompaction).toBeGreaterThan(0)
    expect(direct.world.migratedBytes[0]).toBe(direct.zones.ledger.compactionMoved * 2 * 4096)

    const background = looseZones([30_000], 20 * hugePages, {
      compaction: 'background',
      compactionRules: 'v1',
    })
    expect(background.zones.ask(0, 0, 3)).toBe(false)
    expect(background.charged).toEqual([{ payer: 3, ns: 0 }])
    for (let tick = 1; tick <= 200; tick++) {
      background.zones.tick()
      const workedNs = background.charged.reduce((sum, { payer, ns }) => (payer === 3 ? sum : sum + ns), 0)
      // A batch that was begun within its millisecond is carried out, and owed.
      expect(workedNs).toBeLessThan(tick * 1e6 + 3e5)
    }
    expect(background.zones.ledger).toMatchObject({ attemptNs: 0, compactionRuns: 1 })
    expect(background.zones.ask(hugePages, 0, 3)).toBe(true)
  })

  test('[K33] reclaim drops cached pages alone, the oldest first with those around it, and no more than it may', () => {
    const { zones } = looseZones([30_000], 20 * hugePages, { hugeReclaim: true })
    const [{ frames }] = zones.owned
    const cachedAtStart = frames.cachedPages
    const oldest = frames.oldestCached()
    const block = oldest - (oldest % hugePages)
    expect(zones.ask(0, 0, 0)).toBe(zones.ledger.got === 1)
    expect(zones.ledger.reclaimedPages).toBe(cachedAtStart - frames.cachedPages)
    expect(zones.ledger.reclaimedPages).toBeGreaterThan(0)
    const inBlock = Array.from({ length: hugePages }, (_, i) => block + i)
    expect(
      inBlock.filter((frame) => frames.zone.kind[frame] === MOVABLE && frames.pageIn(frame) < 0),
    ).toEqual([])
    for (let page = hugePages; page < 20 * hugePages; page += hugePages) {
      const before = zones.ledger.reclaimedPages
      zones.ask(page, 0, 0)
      expect(zones.ledger.reclaimedPages - before).toBeLessThan(2 * hugePages)
    }
    expect(zones.ledger.attemptNs).toBe(zones.ledger.reclaimedPages * 400)
  })
})
