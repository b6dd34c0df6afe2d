import { describe, expect, it } from 'vitest'
import { bitsAt, createStream } from '../../../shared/base/random.ts'
import { createDrawnSamples } from '../../../main/engine/studies/tiering/rates/drawn-samples.ts'
import { createPageRecords } from '../../../main/engine/pages/page-records.ts'
import { createPageRates } from '../../../main/engine/studies/tiering/rates/page-rates.ts'
import { createWeightTree } from '../../../main/engine/studies/tiering/rates/weight-tree.ts'
import { createRealSamples } from '../../../main/engine/studies/tiering/replay/real-samples.ts'
import type { RateSource, Sweep } from '../../../main/engine/workload.ts'
import { plainGroup } from '../hardware/machines.ts'

const nobody = () => undefined
const stream = createStream(3, 'samples')

function sourceOf(weights: readonly number[], sweep?: Sweep): RateSource {
  return {
    fillWeights: (into) => into.set(weights),
    ...(sweep && { sweep }),
    nextChangeNs: () => Infinity,
    change: nobody,
  }
}

function drawn(weights: readonly number[], sweep?: Sweep) {
  const rates = createPageRates(
    sourceOf(weights, sweep),
    weights.length,
    1,
    1000,
    1,
    0,
    createPageRecords(weights.length),
  )
  const samples = createDrawnSamples([rates], [plainGroup({ readShare: 2 / 3 })], 1, nobody)
  return {
    rates,
    samples,
    serve(accesses: number) {
      rates.accesses += accesses
      rates.units += accesses / 1000
    },
  }
}

function counts(pages: number, drain: (tell: (page: number, store: boolean) => void) => void) {
  const loads = new Array<number>(pages).fill(0)
  const stores = new Array<number>(pages).fill(0)
  drain((page, store) => void (store ? stores : loads)[page]++)
  return { loads, stores }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('samples', () => {
  it('[E40] rates: one record per so many accesses, however they are drained, on pages in proportion to their rates', () => {
    const weights = [0.5, 0, 0.25, 0.125, 0.125]
    const one = drawn(weights)
    const bits = drawn(weights)
    one.samples.start({ load: 10, store: 40 })
    bits.samples.start({ load: 10, store: 40 })
    one.serve(400_000)
    const whole = counts(5, (tell) => one.samples.drain(tell))
    const parts = { loads: [0, 0, 0, 0, 0], stores: [0, 0, 0, 0, 0] }
    for (let i = 0; i < 1000; i++) {
      bits.serve(400)
      const part = counts(5, (tell) => bits.samples.drain(tell))
      for (let page = 0; page < 5; page++) {
        parts.loads[page] += part.loads[page]
        parts.stores[page] += part.stores[page]
      }
    }
    expect(parts).toEqual(whole)
    // Half of the accesses are stores (read share 2/3), so one record in 40 stores is one in 80 accesses.
    expect([sum(whole.loads), sum(whole.stores)]).toEqual([40_000, 5000])
    for (const [page, weight] of weights.entries()) {
      expect(Math.abs(whole.loads[page] / 40_000 - weight)).toBeLessThan(0.008)
    }
    expect(whole.loads[1]).toBe(0)
  })

  it('[E40] rates: a change of weights changes what is drawn from then on', () => {
    const { rates, samples, serve } = drawn([0.9, 0.1])
    samples.start({ load: 1, store: 0 })
    serve(10_000)
    expect(counts(2, (tell) => samples.drain(tell)).loads[0]).toBeGreaterThan(8800)
    for (const [page, weight] of [
      [0, 0.1],
      [1, 0.9],
    ] as const) {
      // prettier-ignore
      samples.onWeight(page, 0, weight)
      rates.setWeight(page, weight)
    }
    serve(10_000)
    expect(counts(2, (tell) => samples.drain(tell)).loads[0]).toBeLessThan(1200)
  })

  it('[E40] rates: a swept page is sampled where the walk is, in its order', () => {
    const sweep = { firstPage: 2, pageCount: 10, share: 1, accessesPerVisit: 100 }
    const { samples, serve } = drawn(new Array<number>(12).fill(0), sweep)
    // Half a visit ahead, so that every sample falls into the middle of one.
    serve(50)
    samples.start({ load: 100, store: 0 })
    serve(1000)
    const pages: number[] = []
    samples.drain((page) => pages.push(page))
    expect(pages).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 2])
  })

  it('[E40] replay: every period-th access and every period-th store, whatever the batches', () => {
    const pages = Uint32Array.from({ length: 5000 }, (_, i) => bitsAt(stream, i, 0) % 97)
    const writes = Uint8Array.from({ length: 5000 }, (_, i) => bitsAt(stream, i, 1) & 1)
    const records = (cuts: readonly number[]) => {
      const samples = createRealSamples(nobody)
      samples.start({ load: 13, store: 7 })
      const loads: number[] = []
      const stores: number[] = []
      for (let at = 0, cut = 0; at < pages.length; cut++) {
        const length = Math.min(cuts[cut % cuts.length], pages.length - at)
        samples.note(pages.subarray(at, at + length), writes.subarray(at, at + length), length)
        samples.drain((page, store) => (store ? stores : loads).push(page))
        at += length
      }
      return { loads, stores }
    }
    const storesAt = [...writes.keys()].filter((i) => writes[i] === 1)
    const plain = {
      loads: [...pages].filter((_, i) => i % 13 === 0 && i > 0),
      stores: storesAt.filter((_, n) => n % 7 === 6).map((i) => pages[i]),
    }
    expect(records([5000])).toEqual(plain)
    expect(records([1, 64, 977])).toEqual(plain)
  })

  it('[E41] the weight tree finds the page that a plain running sum finds, also after changes', () => {
    for (const pages of [1, 2, 3, 64, 100, 1000]) {
      const weights = Float32Array.from({ length: pages }, (_, page) => bitsAt(stream, page, 2) % 5)
      weights[0] = 1
      const tree = createWeightTree(weights)
      for (let change = 0; change < 50; change++) {
        const page = bitsAt(stream, change, 3) % pages
        const weight = page === 0 ? 1 : bitsAt(stream, change, 4) % 4
        tree.add(page, weight - weights[page])
        weights[page] = weight
      }
      expect(tree.total).toBe(sum([...weights]))
      for (let target = 0.5; target < tree.total; target += 1) {
        let left = target
        let plain = 0
        while (left >= weights[plain]) left -= weights[plain++]
        expect(tree.find(target)).toBe(plain)
      }
    }
  })
})
