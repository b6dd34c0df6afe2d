import { describe, expect, it } from 'vitest'
import { createPromotion, type PromotionKnobs } from '../../../main/engine/linux/promotion.ts'
import { createFakeHost } from './fake-host.ts'

const marks = { minPages: 10, lowPages: 20, highPages: 30, promoPages: 40, shortcutPages: 500 }
const pages = 100_000

/** A fast node with room above its high mark but below the shortcut, and slow pages that fault. */
function createFaults(changes: Partial<PromotionKnobs> = {}, freeFast = 400) {
  const host = createFakeHost({ pageCount: pages, capacities: [50_000, pages], placed: () => 1 })
  let wakes = 0
  const promotion = createPromotion(host, 0, {
    faultNs: () => 1500,
    hotThresholdMs: () => 1000,
    rateLimitMiBps: () => 65_536,
    targetMiBps: () => 65_536,
    adapts: () => true,
    adaptWindowMs: () => 60_000,
    shortcut: () => true,
    watermarks: () => marks,
    wakeKswapd: () => wakes++,
    ...changes,
  })
  let page = 0
  /** One fault at a moment; what it led to. The node keeps as much room as it had. */
  function fault(nowMs: number, latencyMs: number, free = freeFast): string {
    host.nowMs = nowMs
    host.free[0] = free
    promotion.onFault(page++, 2, latencyMs)
    return host.told.at(-1)!.reason
  }
  return { host, promotion, fault, wakes: () => wakes }
}

/** Faults that make `count` candidates within one second's rate limit and one window. */
function candidates(faults: ReturnType<typeof createFaults>, nowMs: number, count: number): void {
  for (let i = 0; i < count; i++) faults.fault(nowMs, 0)
}

describe('promotion at a hint fault', () => {
  it('[E19] the shortcut comes first: no latency test, no limit, no candidate, and the adaptation is forgotten', () => {
    const faults = createFaults({ rateLimitMiBps: () => 0 })
    faults.fault(60_001, 0)
    expect(faults.promotion.thresholdMs()).toBe(1125)
    const before = faults.promotion.candidates()
    expect(faults.fault(60_002, 1e9, 501)).toBe('fast-node-free')
    expect(faults.host.told.at(-1)).toMatchObject({ verb: 'move', to: 0, a: 501, b: 500 })
    expect([faults.promotion.candidates(), faults.promotion.thresholdMs()]).toEqual([before, 1000])
    expect(faults.fault(60_003, 1e9, 500)).toBe('hint-fault-cold')
    const without = createFaults({ shortcut: () => false })
    expect(without.fault(1, 1e9, 10_000)).toBe('hint-fault-cold')
  })

  it('[E19] then latency: at the threshold a page is cold and no candidate, just under it is hot', () => {
    const { fault, promotion, host } = createFaults()
    expect(fault(10, 1000)).toBe('hint-fault-cold')
    expect(host.told.at(-1)).toMatchObject({ verb: 'turnDown', a: 1000, b: 1000 })
    expect(promotion.candidates()).toBe(0)
    expect(fault(10, 999)).toBe('hint-fault-hot')
    expect(host.told.at(-1)).toMatchObject({ verb: 'move', to: 0, a: 999, b: 1000 })
    expect([promotion.candidates(), host.counted.pgpromote_candidate]).toEqual([1, 1])
    expect(host.charged).toEqual([{ payer: 2, ns: 2500 }])
  })

  it('[E19] then the limit, before room: a limited page wakes nobody, a hot one without room wakes kswapd', () => {
    const { fault, promotion, wakes, host } = createFaults({ rateLimitMiBps: () => 1 / 256 })
    expect(fault(1, 0, 30)).toBe('rate-limited')
    expect(wakes()).toBe(0)
    const roomless = createFaults()
    expect(roomless.fault(1, 0, 30)).toBe('fast-node-full')
    expect(roomless.host.told.at(-1)).toMatchObject({ verb: 'turnDown', a: 30, b: 30 })
    expect([roomless.wakes(), roomless.promotion.candidates()]).toEqual([1, 1])
    expect(roomless.fault(1, 0, 31)).toBe('hint-fault-hot')
    expect([promotion.candidates(), host.node[0]]).toEqual([1, 1])
  })

  it('[E19] a limit of n pages lets n candidates a window pass; refused ones are counted too', () => {
    const { fault, promotion } = createFaults({ rateLimitMiBps: () => 1 })
    const seen = (nowMs: number, count: number) => Array.from({ length: count }, () => fault(nowMs, 0))
    seen(2000, 1)
    const after = seen(2500, 300)
    expect(after.slice(0, 255).every((reason) => reason === 'hint-fault-hot')).toBe(true)
    expect(after.slice(255).every((reason) => reason === 'rate-limited')).toBe(true)
    expect(promotion.candidates()).toBe(301)
  })

  it('[E19] a window is opened by a candidate that comes more than a second after the last was', () => {
    const { fault } = createFaults({ rateLimitMiBps: () => 2 / 256 })
    expect([fault(5000, 0), fault(5000, 0), fault(5000, 0)]).toEqual([
      'hint-fault-hot',
      'hint-fault-hot',
      'rate-limited',
    ])
    expect(fault(6000, 0)).toBe('rate-limited')
    expect([fault(6001, 0), fault(6001, 0), fault(6001, 0)]).toEqual([
      'hint-fault-hot',
      'hint-fault-hot',
      'rate-limited',
    ])
    fault(9500, 0)
    expect([fault(10_400, 0), fault(10_400, 0)]).toEqual(['hint-fault-hot', 'rate-limited'])
    fault(10_500, 0)
    expect(fault(10_501, 0)).toBe('hint-fault-hot')
  })
})

describe('adaptive threshold', () => {
  /** Threshold after so many windows, each with a number of candidates. */
  function course(windows: readonly number[], reference = 1000): number[] {
    const faults = createFaults({ targetMiBps: () => 1 / 60, hotThresholdMs: () => reference })
    expect(faults.promotion.candidateBudget()).toBeCloseTo(256, 9)
    return windows.map((count, w) => {
      candidates(faults, w * 60_001 + 1, count - (w === 0 ? 0 : 1))
      faults.fault((w + 1) * 60_001, 0)
      return faults.promotion.thresholdMs()
    })
  }

  it('[E19] moves by a sixteenth of twice the reference, within [reference / 8, 2 · reference]', () => {
    expect(course(Array(9).fill(400))).toEqual([875, 750, 625, 500, 375, 250, 125, 125, 125])
    expect(course(Array(10).fill(1))).toEqual([1125, 1250, 1375, 1500, 1625, 1750, 1875, 2000, 2000, 2000])
    expect(course([400, 400, 1, 1, 1], 100)).toEqual([88, 76, 88, 100, 112])
    expect(course(Array(9).fill(400), 100).slice(-2)).toEqual([12, 12])
    expect(course(Array(10).fill(1), 100).slice(-3)).toEqual([196, 200, 200])
  })

  it('[E19] stays where it is within a tenth of the budget', () => {
    expect(course([256, 281, 231, 256])).toEqual([1000, 1000, 1000, 1000])
    expect(course([282, 230])).toEqual([875, 1000])
  })

  it('[E19] is looked at only by a fault, more than a window after the last time, however late', () => {
    const faults = createFaults({ targetMiBps: () => 1 / 60 })
    faults.fault(60_000, 5000)
    expect(faults.promotion.thresholdMs()).toBe(1000)
    faults.fault(60_001, 5000)
    expect(faults.promotion.thresholdMs()).toBe(1125)
    faults.fault(120_001, 5000)
    expect(faults.promotion.thresholdMs()).toBe(1125)
    candidates(faults, 120_001, 300)
    faults.fault(300_000, 5000)
    expect([faults.promotion.thresholdMs(), faults.promotion.lastWindowCandidates()]).toEqual([1000, 300])
    const fixed = createFaults({ adapts: () => false })
    fixed.fault(60_001, 0)
    expect(fixed.promotion.thresholdMs()).toBe(1000)
  })
})
