import { describe, expect, it } from 'vitest'
import { bitsAt, createStream } from '../../../shared/base/random.ts'
import { createPageWords } from '../../../main/engine/pages/page-records.ts'
import { createBucketStacks, noEntry } from '../../../main/engine/trackers/bucket-stacks.ts'

const stream = createStream(3, 'bucket-stacks')

/** Plays drawn steps on stacks and on plain arrays; `removals` of ten steps take a page from anywhere. */
function play(pages: number, buckets: number, steps: number, removals: number): void {
  const stacks = createBucketStacks(buckets, createPageWords(pages))
  const plain: number[][] = Array.from({ length: buckets }, () => [])
  const bucketOf = new Int32Array(pages).fill(noEntry)
  for (let step = 0; step < steps; step++) {
    const page = bitsAt(stream, step, 0) % pages
    const bucket = bitsAt(stream, step, 1) % buckets
    const verb = bitsAt(stream, step, 2) % 10
    if (bucketOf[page] === noEntry) {
      stacks.push(page, bucket)
      plain[bucket].push(page)
      bucketOf[page] = bucket
    } else if (verb < removals) {
      stacks.remove(page)
      const from = plain[bucketOf[page]]
      from.splice(from.lastIndexOf(page), 1)
      bucketOf[page] = noEntry
    } else if (verb === 9) {
      const popped = plain[bucket].pop() ?? noEntry
      expect(stacks.pop(bucket)).toBe(popped)
      if (popped !== noEntry) bucketOf[popped] = noEntry
    }
  }
  for (let page = 0; page < pages; page++) expect(stacks.holds(page)).toBe(bucketOf[page] !== noEntry)
  for (let bucket = 0; bucket < buckets; bucket++) {
    const seen: number[] = []
    expect(stacks.forEach(bucket, (page) => seen.push(page))).toBe(plain[bucket].length)
    expect(seen).toEqual(plain[bucket].toReversed())
    expect([...stacks.takeAll(bucket)]).toEqual(seen)
    expect(stacks.pop(bucket)).toBe(noEntry)
  }
}

describe('stacks of pages', () => {
  it('[E31] give back what plain arrays give, whatever was pushed, popped and removed', () => {
    play(200, 7, 20_000, 5)
    play(40, 3, 5000, 2)
    play(500, 2, 20_000, 0)
  })

  it('[E31] still do after voids were cleared away, and do not grow with them', () => {
    play(100, 4, 400_000, 9)
  })
})
