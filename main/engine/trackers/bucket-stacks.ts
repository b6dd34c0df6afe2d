import type { PageWords } from '../pages/page-records.ts'

/**
 * Many stacks of pages, each page on at most one: pushed and popped at the top, removed from anywhere. Entries lie in
 * chunks of a few, so that a stack is read in runs and pushing touches no page but the pushed one. A removed page leaves
 * a void entry, which is passed over; when voids outnumber pages by far they are cleared away.
 */
export interface BucketStacks {
  /** The page must be on no stack. */
  push(page: number, bucket: number): void
  /** The page pushed last that is still there; `noEntry` when there is none. */
  pop(bucket: number): number
  remove(page: number): void
  holds(page: number): boolean
  /** Visits the pages of a stack from the top down and returns how many there are. Nothing may be pushed or popped. */
  forEach(bucket: number, visit: (page: number) => void): number
  /** Pops all pages of a stack, the top first. */
  takeAll(bucket: number): Int32Array
}

export const noEntry = -1

/** Words of a chunk: the entry below its first one, then the entries. Entry 0 does not exist and means none. */
const chunkShift = 3
const chunkWords = 1 << chunkShift
const inChunk = chunkWords - 1
const fewestVoids = 65_536

/** `entryOf`: where each page's entry is, 0 where it has none. */
export function createBucketStacks(buckets: number, entryOf: PageWords): BucketStacks {
  const { words, shift, first } = entryOf
  const topOf = new Int32Array(buckets)
  let pool = new Int32Array(1024 * chunkWords)
  let freeChunk = 0
  let usedWords = chunkWords
  let pages = 0
  let voids = 0

  function takeChunk(): number {
    const chunk = freeChunk
    if (chunk !== 0) {
      freeChunk = pool[chunk]
      return chunk
    }
    if (usedWords === pool.length) {
      const larger = new Int32Array(2 * pool.length)
      larger.set(pool)
      pool = larger
    }
    usedWords += chunkWords
    return usedWords - chunkWords
  }

  /** Takes the top entry off its stack and returns the one below it. */
  function below(entry: number): number {
    if ((entry & inChunk) !== 1) return entry - 1
    const chunk = entry - 1
    const next = pool[chunk]
    pool[chunk] = freeChunk
    freeChunk = chunk
    return next
  }

  function place(page: number, bucket: number): void {
    let top = topOf[bucket]
    if (top === 0 || (top & inChunk) === inChunk) {
      const chunk = takeChunk()
      pool[chunk] = top
      top = chunk
    }
    top++
    pool[top] = page
    topOf[bucket] = top
    words[(page << shift) + first] = top
  }

  function pop(bucket: number): number {
    for (let top = topOf[bucket]; top !== 0;) {
      const page = pool[top]
      top = below(top)
      topOf[bucket] = top
      if (page === noEntry) {
        voids--
        continue
      }
      words[(page << shift) + first] = 0
      pages--
      return page
    }
    return noEntry
  }

  function takeAll(bucket: number): Int32Array {
    const taken = new Int32Array(forEach(bucket, () => undefined))
    for (let i = 0; i < taken.length; i++) taken[i] = pop(bucket)
    // What is left is void.
    pop(bucket)
    return taken
  }

  function forEach(bucket: number, visit: (page: number) => void): number {
    let count = 0
    for (let entry = topOf[bucket]; entry !== 0;) {
      const page = pool[entry]
      if (page !== noEntry) {
        visit(page)
        count++
      }
      entry = (entry & inChunk) === 1 ? pool[entry - 1] : entry - 1
    }
    return count
  }

  function clearVoids(): void {
    for (let bucket = 0; bucket < buckets; bucket++) {
      const kept = takeAll(bucket)
      for (let i = kept.length - 1; i >= 0; i--) place(kept[i], bucket)
      pages += kept.length
    }
  }

  return {
    push(page, bucket) {
      place(page, bucket)
      pages++
    },
    pop,
    remove(page) {
      const at = (page << shift) + first
      if (words[at] === 0) return
      pool[words[at]] = noEntry
      words[at] = 0
      pages--
      voids++
      if (voids > fewestVoids && voids > 4 * pages) clearVoids()
    },
    holds: (page) => words[(page << shift) + first] !== 0,
    forEach,
    takeAll,
  }
}
