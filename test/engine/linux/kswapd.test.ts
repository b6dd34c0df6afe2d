import { describe, expect, it } from 'vitest'
import { createKswapd, type KswapdKnobs } from '../../../main/engine/linux/kswapd.ts'
import { createNodeLru } from '../../../main/engine/linux/node-lru.ts'
import { createPageWords } from '../../../main/engine/pages/page-records.ts'
import { fromAll, fromIdle } from '../../../main/engine/policy.ts'
import { createFakeHost } from './fake-host.ts'

const mark = 100

/** A full fast node of 1000 pages over a slow one, and its kswapd. */
function createReclaim(changes: Partial<KswapdKnobs> = {}, slowPages = 5000, scale = 1) {
  const host = createFakeHost({ pageCount: 1000, capacities: [1000, slowPages], scale, placed: () => 0 })
  const lru = createNodeLru(host.accessed, createPageWords(1000), createPageWords(1000), () => 0, 0)
  for (let page = 0; page < 1000; page++) lru.add(page)
  const kswapd = createKswapd(host, 0, lru, {
    markPages: () => mark,
    visitNs: () => 150,
    demotionEnabled: () => true,
    payer: () => fromAll,
    target: () => 1,
    ...changes,
  })
  return { host, lru, kswapd }
}

type Reclaim = ReturnType<typeof createReclaim>

function runMs({ host, kswapd }: Reclaim, ms: number, before: () => void = () => undefined): void {
  for (let i = 0; i < ms; i++) {
    host.nowMs++
    before()
    kswapd.run()
  }
}

/** Runs with every page referenced until it gives up. */
function tire(reclaim: Reclaim): number {
  for (let ms = 0; ms < 1000; ms++) {
    runMs(reclaim, 1, () => {
      for (let page = 0; page < 1000; page++) reclaim.host.young.add(page)
    })
    if (reclaim.kswapd.off()) return ms
  }
  throw new Error('never gave up')
}

describe('kswapd', () => {
  it('[E17] does nothing before it is woken, then demotes the oldest pages until free is above its mark', () => {
    const reclaim = createReclaim()
    const { host, kswapd } = reclaim
    runMs(reclaim, 5)
    expect([host.told.length, kswapd.awake()]).toEqual([0, false])
    kswapd.wake()
    runMs(reclaim, 5)
    expect(kswapd.awake()).toBe(false)
    expect(host.free[0]).toBe(mark - (mark % 32) + 32)
    expect(host.told.map(({ page }) => page)).toEqual(Array.from({ length: host.told.length }, (_, i) => i))
    expect(host.told[40]).toMatchObject({ verb: 'move', reason: 'inactive-tail', to: 1, a: 40, b: mark })
    runMs(reclaim, 5)
    expect(host.free[0]).toBe(128)
  })

  it('[E17] spends a millisecond of CPU a millisecond, debts included, and a scale-th of it where scaled', () => {
    for (const [scale, payer] of [[1, fromAll], [8, fromIdle]] as const) {
      const reclaim = createReclaim({ markPages: () => 999, payer: () => payer }, 5000, scale)
      reclaim.kswapd.wake()
      const spentNs = () => reclaim.host.charged.reduce((sum, each) => sum + each.ns, 0)
      const batchNs = 32 * (2500 + 150)
      for (let ms = 1; ms <= 2; ms++) {
        runMs(reclaim, 1)
        expect(spentNs()).toBeGreaterThanOrEqual((ms * 1e6) / scale)
        expect(spentNs()).toBeLessThan((ms * 1e6) / scale + batchNs)
      }
      expect(new Set(reclaim.host.charged.map((each) => each.payer))).toEqual(new Set([payer]))
      expect(reclaim.host.counted.kswapd_visits).toBe(reclaim.host.told.length)
    }
  }) // prettier-ignore

  it('[E17] spares what was referenced since its last trip, for one trip', () => {
    const reclaim = createReclaim()
    for (let page = 0; page < 1000; page += 2) reclaim.host.young.add(page)
    reclaim.kswapd.wake()
    runMs(reclaim, 20)
    expect(reclaim.host.told.length).toBeGreaterThan(mark)
    expect(reclaim.host.told.every(({ page }) => page % 2 === 1)).toBe(true)
  })

  it('[E17] gives up after 16 fruitless trips over its lists', () => {
    const reclaim = createReclaim({ visitNs: () => 2000 })
    reclaim.kswapd.wake()
    tire(reclaim)
    expect([reclaim.kswapd.awake(), reclaim.kswapd.off()]).toEqual([false, true])
    expect(reclaim.host.counted.kswapd_failures).toBe(16)
    const { kswapd_visits } = reclaim.host.counted
    expect(kswapd_visits).toBeGreaterThan(16 * 1000)
    runMs(reclaim, 50)
    expect(reclaim.host.counted.kswapd_visits).toBe(kswapd_visits)
  })

  it('[E17] once given up it wakes only when somebody else has freed memory', () => {
    const reclaim = createReclaim({ visitNs: () => 2000 })
    const { host, kswapd } = reclaim
    kswapd.wake()
    tire(reclaim)
    host.young.clear()
    kswapd.wake()
    runMs(reclaim, 10)
    expect([kswapd.awake(), kswapd.off(), host.told.length]).toEqual([false, true, 0])
    host.free[0] += 1
    kswapd.wake()
    expect([kswapd.awake(), kswapd.off()]).toEqual([true, false])
    runMs(reclaim, 10)
    expect(host.free[0]).toBeGreaterThan(mark)
  })

  it('[E17] one demotion makes all earlier failures forgotten', () => {
    const reclaim = createReclaim({ visitNs: () => 2000 })
    const { host, kswapd } = reclaim
    kswapd.wake()
    for (let round = 0; round < 3; round++) {
      const before = host.counted.kswapd_failures ?? 0
      for (let ms = 0; (host.counted.kswapd_failures ?? 0) < before + 15; ms++) {
        expect(ms, 'failures keep coming').toBeLessThan(10_000)
        runMs(reclaim, 1, () => {
          for (let page = 0; page < 1000; page++) host.young.add(page)
        })
      }
      const told = host.told.length
      while (host.told.length === told) runMs(reclaim, 1, () => host.young.clear())
      expect(kswapd.off()).toBe(false)
      for (const { page } of host.told.slice(told)) {
        host.node[page] = 0
        host.free[0]--
        reclaim.lru.add(page)
      }
      kswapd.wake()
    }
  })

  it('[E17] a full target is a failure that keeps the page, and in the end switches it off', () => {
    const reclaim = createReclaim({}, 10)
    reclaim.kswapd.wake()
    runMs(reclaim, 100)
    const moved = reclaim.host.told.filter(({ verb }) => verb === 'move')
    const failed = reclaim.host.told.filter(({ verb }) => verb === 'turnDown')
    expect(moved.length).toBe(10)
    expect(failed[0]).toMatchObject({ reason: 'demotion-target-full', to: 1, a: 0 })
    expect([reclaim.lru.inactivePages(), reclaim.kswapd.off()]).toEqual([990, true])
  })

  it('[E17] with demotion disabled, or no lower tier, it takes no page and no time', () => {
    for (const knobs of [{ demotionEnabled: () => false }, { target: () => -1 }]) {
      const reclaim = createReclaim(knobs)
      reclaim.kswapd.wake()
      runMs(reclaim, 10)
      expect([reclaim.host.told.length, reclaim.host.charged.length]).toEqual([0, 0])
    }
  })
})
