import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPageFifo } from '../../../main/engine/pages/page-fifo.ts'
import { createPageWords } from '../../../main/engine/pages/page-records.ts'
import { selectLargest } from '../../../main/engine/trackers/select-largest.ts'

type Step = readonly ['push' | 'pop' | 'remove' | 'move', page: number]

const steps = (pages: number, maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.tuple(fc.constantFrom('push', 'push', 'pop', 'remove', 'move'), fc.nat(pages - 1)), {
    maxLength,
    size: 'max',
  })

/** Plays a script on two lists that share their places, against two plain arrays. */
function play(script: readonly Step[], pages: number): void {
  const places = createPageWords(pages)
  const lists = [createPageFifo(places, 2), createPageFifo(places, 3)]
  const plain: number[][] = [[], []]
  for (const [verb, page] of script) {
    const at = plain.findIndex((list) => list.includes(page))
    if (verb === 'pop') {
      expect(lists[page % 2].popTail()).toBe(plain[page % 2].shift() ?? -1)
    } else if (at >= 0 && verb !== 'push') {
      lists[at].remove(page)
      plain[at].splice(plain[at].indexOf(page), 1)
    }
    if ((verb === 'push' && at < 0) || (verb === 'move' && at >= 0)) {
      const to = at < 0 ? page % 2 : 1 - at
      lists[to].pushHead(page)
      plain[to].push(page)
    }
    for (const [l, list] of lists.entries()) expect(list.size()).toBe(plain[l].length)
    for (const [l, list] of lists.entries()) expect(list.holds(page)).toBe(plain[l].includes(page))
  }
  for (const [l, list] of lists.entries()) {
    const left = Array.from({ length: list.size() }, () => list.popTail())
    expect(left).toEqual(plain[l])
    expect(list.popTail()).toBe(-1)
  }
}

describe('page lists', () => {
  it('[E8] two lists that share their places do what plain arrays do', () => {
    fc.assert(
      fc.property(steps(40, 400), (script) => play(script, 40)),
      { seed: 22, numRuns: 100, endOnFailure: true },
    )
  })

  it('[E8] a list grows with its pages, and voids from removals do not fill it', () => {
    const pages = 5000
    const list = createPageFifo(createPageWords(pages), 1)
    for (let page = 0; page < pages; page++) list.pushHead(page)
    for (let page = 0; page < pages; page += 3) list.remove(page)
    for (let round = 0; round < 20; round++) {
      for (let page = 0; page < pages; page += 3) {
        list.pushHead(page)
        if (round < 19) list.remove(page)
      }
    }
    const popped = Array.from({ length: list.size() }, () => list.popTail())
    const order = Array.from({ length: pages }, (_, page) => page)
    expect(popped).toEqual([...order.filter((page) => page % 3 !== 0), ...order.filter((page) => page % 3 === 0)])
  }) // prettier-ignore
})

describe('selection of the largest', () => {
  it('[E9] takes the pages that a stable sort by count puts first, and never one without accesses', () => {
    const counts = fc.array(fc.oneof(fc.nat(4), fc.float({ min: 0, max: 1000, noNaN: true })), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(counts, fc.nat(70), (list, want) => {
        const chosen = new Uint8Array(list.length)
        const last = selectLargest(Float32Array.from(list), want, chosen)
        const sorted = list
          .map((count, page) => ({ count, page }))
          .sort((a, b) => b.count - a.count || a.page - b.page)
          .slice(0, want)
          .filter(({ count }) => count > 0)
        const pages = [...chosen].flatMap((is, page) => (is === 1 ? [page] : []))
        expect(pages).toEqual(sorted.map(({ page }) => page).sort((a, b) => a - b))
        if (want === 0) expect(last).toBe(Infinity)
        else expect(last).toBe(sorted.length < want || want >= list.length ? 0 : sorted[want - 1].count)
      }),
      { seed: 23, numRuns: 500, endOnFailure: true },
    )
  })
})
