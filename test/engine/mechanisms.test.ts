import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { migratePages } from '../../main/engine/mechanisms/migrate-pages.ts'

const ns = fc.nat(10_000)
const costs = fc.record({
  callNs: ns,
  isolateNs: ns,
  unmapNs: ns,
  shootdownNs: ns,
  copyGBps: fc.double({ min: 0.01, max: 100, noNaN: true }),
  remapNs: ns,
})

describe('migrate_pages', () => {
  it('[E24] a batch costs one call, one shootdown of the other threads, and each page’s own work', () => {
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 512 }), fc.integer({ min: 1, max: 200 }), (values, batch, threads) => {
        const mechanism = migratePages.createMechanism(values, { pageBytes: 4096, threads })
        const { callNs, isolateNs, unmapNs, shootdownNs, copyGBps, remapNs } = values
        const pageNs = isolateNs + unmapNs + 4096 / copyGBps + remapNs
        const wholeNs = callNs + shootdownNs * (threads - 1) + batch * pageNs
        expect(mechanism.movePageNs(batch) * batch).toBeCloseTo(wholeNs, 3)
        expect(mechanism.trafficBytes).toBe(4096)
      }),
      { seed: 51 },
    )
  }) // prettier-ignore

  it('[E24] by default a promotion costs 4 µs and 0.3 µs per other thread, a demotion in batches of 32 2.5 to 2.8 µs', () => {
    const values = Object.fromEntries(
      migratePages.info.params.map((param) => [param.name, 'default' in param ? Number(param.default) : 0]),
    )
    const mechanism = migratePages.createMechanism(values, { pageBytes: 4096, threads: 16 })
    expect(mechanism.movePageNs(1)).toBe(4000 + 15 * 300)
    expect(mechanism.movePageNs(32)).toBeGreaterThan(2500)
    expect(mechanism.movePageNs(32)).toBeLessThan(2800)
    mechanism.set({ callNs: 2500 })
    expect(mechanism.movePageNs(1)).toBe(5000 + 15 * 300)
  })
})
