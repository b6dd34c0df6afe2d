import { describe, expect, it } from 'vitest'
import { bitsAt, createStream } from '../../../shared/base/random.ts'
import { createPageTable, nodeMask, trapBit } from '../../../main/engine/pages/page-table.ts'
import { createAccessLoop } from '../../../main/engine/studies/tiering/replay/access-loop.ts'
import { createTouchCounts } from '../../../main/engine/studies/tiering/replay/touch-counts.ts'

const stream = createStream(11, 'access-loop')

/** A page is placed at its first access, and put on the next node by each trap that is set for it later. */
function placing(hot: Uint8Array | Uint32Array, nodes: number) {
  const traps: number[] = []
  return {
    traps,
    onTrap(page: number): number {
      traps.push(page)
      const node = hot[page] & nodeMask
      hot[page] =
        (hot[page] & ~(nodeMask | trapBit)) | (node === nodeMask ? page % nodes : (node + 1) % nodes)
      return hot[page]
    },
  }
}

describe('access loop', () => {
  const cases = [1, 2, 3, 4, 7].map((nodes) => [nodes, 1000] as const)
  it.each([...cases, [2, (1 << 21) + 5] as const])(
    '[E33] %i nodes, %i pages: counts, bits and traps are those of a plain loop',
    (nodes, pageCount) => {
      const table = createPageTable(pageCount, true)
      const { hot } = table
      const ours = placing(hot, nodes)
      const served = new Uint32Array(16)
      const serve = createAccessLoop(table, served, nodes, ours.onTrap)
      const touches = createTouchCounts(table)

      const plainHot = createPageTable(pageCount, false).hot
      const plain = placing(plainHot, nodes)
      const plainServed = new Uint32Array(16)
      const plainTouches = new Map<number, number>()
      for (let batch = 0; batch < 6; batch++) {
        const length = 3000 + batch
        const pages = Uint32Array.from({ length }, (_, i) => bitsAt(stream, i, batch) % Math.min(pageCount, 700 + batch * 99)) // prettier-ignore
        const writes = Uint8Array.from({ length }, (_, i) => bitsAt(stream, i, 50 + batch) & 1)
        for (const page of pages.subarray(0, 40)) {
          hot[page] |= trapBit
          plainHot[page] |= trapBit
        }
        touches.note(length)
        serve(pages, writes, 0, length)
        for (const [i, page] of pages.entries()) {
          if ((plainHot[page] & trapBit) !== 0) plain.onTrap(page)
          plainServed[plainHot[page] & nodeMask]++
          plainHot[page] |= 0x10 | (writes[i] * 0x20)
          plainTouches.set(page, (plainTouches.get(page) ?? 0) + 1)
        }
      }
      expect(ours.traps).toEqual(plain.traps)
      expect(served).toEqual(plainServed)
      const differing = plainHot.findIndex((flags, page) => flags !== (hot[page] & 0xff))
      expect(differing).toBe(-1)
      const counted = [...plainTouches.keys()].map((page) => [page, touches.of(page)])
      expect(counted).toEqual([...plainTouches])
    },
  )

  it('[E34] a page’s count is exact beyond what its word holds', () => {
    const table = createPageTable(3, true)
    table.hot.fill(0)
    const served = new Uint32Array(16)
    const serve = createAccessLoop(table, served, 2, () => 0)
    const touches = createTouchCounts(table)
    const length = 65_536
    const pages = Uint32Array.from({ length }, (_, i) => (i % 64 === 0 ? 2 : 1))
    const writes = new Uint8Array(length)
    const batches = 300
    for (let batch = 0; batch < batches; batch++) {
      touches.note(length)
      serve(pages, writes, 0, length)
    }
    const each = length / 64
    expect([0, 1, 2].map(touches.of)).toEqual([0, batches * 63 * each, batches * each])
    expect(batches * 63 * each).toBeGreaterThan(2 ** 24)
    expect(served[0]).toBe(batches * length)
  })
})
