import { describe, expect, it } from 'vitest'
import { giB, miB } from '../../../shared/units/sizes.ts'
import { createFirstTouch } from '../../../main/engine/linux/first-touch.ts'
import { createNodeLru } from '../../../main/engine/linux/node-lru.ts'
import { watermarksOf } from '../../../main/engine/linux/watermarks.ts'
import { createPageWords } from '../../../main/engine/pages/page-records.ts'
import { createFakeHost, type FakeHost } from './fake-host.ts'

const worked = {
  nodeBytes: 64 * giB,
  machineBytes: 192 * giB,
  minFreeKiB: 0,
  scaleFactor: 10,
  shortcutBytes: giB,
  shortcutShare: 1 / 16,
  pageBytes: 4096,
  scale: 1,
}
const inMiB = (pages: number) => (pages * 4096) / miB

describe('watermarks', () => {
  it('[E15] 64 GiB of 192: min 18.5, low 84, high 149.5, promo 215 MiB, shortcut 4096 MiB above', () => {
    const marks = watermarksOf(worked)
    expect(inMiB(marks.minPages)).toBeCloseTo(18.5, 1)
    expect(inMiB(marks.lowPages)).toBeCloseTo(84, 1)
    expect(Math.abs(inMiB(marks.highPages) - 149.5)).toBeLessThan(0.1)
    expect(Math.abs(inMiB(marks.promoPages) - 215)).toBeLessThan(0.2)
    expect(inMiB(marks.shortcutPages - marks.promoPages)).toBe(4096)
  })

  it('[E15] small nodes take the shortcut at 1 GiB, a quarter of min is the least step, min has its bounds', () => {
    const small = watermarksOf({ ...worked, nodeBytes: 4 * giB })
    expect(inMiB(small.shortcutPages - small.promoPages)).toBe(1024)
    const steep = watermarksOf({ ...worked, scaleFactor: 1, minFreeKiB: 300 * 1024 })
    expect(inMiB(steep.lowPages - steep.minPages)).toBe(25)
    const tiny = watermarksOf({ ...worked, nodeBytes: 64 * 1024, machineBytes: 128 * 1024 })
    expect(tiny.minPages).toBe(16)
    const huge = watermarksOf({ ...worked, nodeBytes: 8192 * giB, machineBytes: 8192 * giB })
    expect(inMiB(huge.minPages)).toBe(256)
    const set = watermarksOf({ ...worked, minFreeKiB: 3 * 1024, nodeBytes: 64 * giB })
    expect(inMiB(set.minPages)).toBe(1)
  })

  it('[E15] at scale 64 every mark is a 64th, to a page', () => {
    const full = watermarksOf(worked)
    const scaled = watermarksOf({ ...worked, scale: 64 })
    for (const mark of Object.keys(full) as (keyof typeof full)[]) {
      expect(Math.abs(scaled[mark] - full[mark] / 64)).toBeLessThanOrEqual(1)
    }
  })
})

function lruOf(host: FakeHost, gib = 0) {
  return createNodeLru(host.accessed, createPageWords(host.pageCount), createPageWords(host.pageCount), () => gib, 0)
} // prettier-ignore

describe('two-list LRU', () => {
  const host = () => createFakeHost({ pageCount: 200, capacities: [200] })

  it('[E16] an unreferenced page leaves from the tail; one reference keeps it, a second in a row activates it', () => {
    const machine = host()
    const lru = lruOf(machine)
    lru.add(7)
    expect([lru.inspectTail(), lru.inactivePages()]).toEqual([7, 0])
    lru.add(8)
    machine.young.add(8)
    expect([lru.inspectTail(), lru.inactivePages(), lru.activePages()]).toEqual([-1, 1, 0])
    machine.young.add(8)
    expect([lru.inspectTail(), lru.inactivePages(), lru.activePages()]).toEqual([-1, 0, 1])
    expect(lru.inspectTail()).toBe(-2)
    lru.add(9)
    machine.young.add(9)
    expect([lru.inspectTail(), lru.inspectTail()]).toEqual([-1, 9])
  })

  it('[E16] pages leave in the order in which they came, and a referenced one goes behind the rest', () => {
    const machine = host()
    const lru = lruOf(machine)
    for (const page of [3, 1, 2]) lru.add(page)
    machine.young.add(3)
    expect([1, 2, 3, 4].map(() => lru.inspectTail())).toEqual([-1, 1, 2, 3])
  })

  it('[E16] ageing takes the oldest active pages, clears their bits and starts them anew', () => {
    const machine = host()
    const lru = lruOf(machine)
    for (const page of [4, 5]) {
      lru.add(page)
      for (let trip = 0; trip < 2; trip++) {
        machine.young.add(page)
        lru.inspectTail()
      }
    }
    machine.young.add(4)
    expect([lru.activePages(), lru.ageActive(1)]).toEqual([2, 1])
    expect([lru.activePages(), lru.inactivePages(), machine.young.size]).toEqual([1, 1, 0])
    machine.young.add(4)
    expect([lru.inspectTail(), lru.activePages()]).toEqual([-1, 1])
    expect([lru.ageActive(32), lru.activePages()]).toEqual([1, 0])
  })

  it('[E16] the inactive list is low when its size times isqrt(10 · GiB) is under the active one’s', () => {
    for (const [gib, ratio] of [[0.9, 1], [1, 3], [10, 10], [16, 12], [100, 31]]) {
      const machine = host()
      const lru = lruOf(machine, gib)
      for (let page = 0; page < ratio * 2; page++) lru.add(page)
      for (let trip = 0; trip < 2 * ratio * 2; trip++) {
        for (let page = 0; page < ratio * 2; page++) machine.young.add(page)
        lru.inspectTail()
      }
      expect(lru.activePages()).toBe(ratio * 2)
      lru.add(150)
      expect(lru.inactiveIsLow()).toBe(true)
      lru.add(151)
      expect(lru.inactiveIsLow()).toBe(false)
    }
  }) // prettier-ignore

  it('[E16] a page can leave either list, and one put back is inspected again', () => {
    const machine = host()
    const lru = lruOf(machine)
    for (const page of [1, 2, 3]) lru.add(page)
    for (let trip = 0; trip < 6; trip++) {
      machine.young.add(1)
      const page = lru.inspectTail()
      if (page >= 0) lru.putBack(page)
    }
    expect([lru.activePages(), lru.inactivePages()]).toEqual([1, 2])
    lru.remove(1)
    lru.remove(3)
    lru.remove(3)
    expect([lru.activePages(), lru.inactivePages(), lru.inspectTail()]).toEqual([0, 1, 2])
  })
})

describe('first touch', () => {
  it('[E20] fills the fast node to its low mark, then the slow one, then both to min, then what is left', () => {
    const capacities = [20_000, 20_000]
    const host = createFakeHost({ pageCount: 40_000, capacities })
    const marks = watermarksOf({
      ...worked,
      nodeBytes: 20_000 * 4096,
      machineBytes: 40_000 * 4096,
    })
    const touch = createFirstTouch(host)
    const runs: [node: number, pages: number][] = []
    for (let page = 0; page < 40_000; page++) {
      const node = touch.nodeForNewPage(0)
      host.free[node]--
      const last = runs.at(-1)
      if (last?.[0] === node) last[1]++
      else runs.push([node, 1])
    }
    const { minPages, lowPages } = marks
    expect(minPages).toBeGreaterThan(100)
    expect(runs).toEqual([
      [0, 20_000 - lowPages],
      [1, 20_000 - lowPages],
      [0, lowPages - minPages],
      [1, lowPages - minPages],
      [0, minPages],
      [1, minPages],
    ])
    expect(host.free).toEqual([0, 0])
  })
})
