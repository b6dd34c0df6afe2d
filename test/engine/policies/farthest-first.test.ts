import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFarthestFirst } from '../../../main/engine/trackers/farthest-first.ts'

test('[Z2] the heap of next uses gives what a sorted list gives', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 1, max: 50 })), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 12 }), (sequence, frames) => {
      const heap = createFarthestFirst(frames, 20)
      const plain = new Map<number, number>()
      let now = 0
      for (const [page, ahead] of sequence) {
        now += 100
        const use = now + ahead * 20 + page
        if (plain.has(page)) heap.defer(page, Math.max(use, plain.get(page)!))
        else {
          if (heap.size === frames) {
            const farthest = [...plain].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]
            expect(heap.takeFarthest()).toBe(farthest)
            plain.delete(farthest)
          }
          heap.add(page, use)
        }
        plain.set(page, Math.max(use, plain.get(page) ?? 0))
        expect(heap.size).toBe(plain.size)
      }
    }),
    { seed: 21, numRuns: 200 },
  )
})
