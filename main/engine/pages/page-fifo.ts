import type { PageWords } from './page-records.ts'

/**
 * A first-in-first-out list of pages on a ring, from which any page can also leave in between: its entry then turns
 * void and is passed over at the tail. Several lists share `placeOf`, for a page is on at most one of them.
 */
export interface PageFifo {
  size(): number
  pushHead(page: number): void
  /** The page that came first, taken off; -1 when empty. */
  popTail(): number
  remove(page: number): void
  holds(page: number): boolean
  /**
   * Calls the memory of the next `pages` pages of the tail, so that it is there when they are popped. Returns a number
   * of no meaning, which the caller keeps somewhere so that the reads are not dropped as unused.
   */
  touchTail(pages: number): number
}

const voidEntry = 0xffffffff
const listed = 1 << 31
const placeMask = 0x0fffffff

/**
 * `placeOf`: place of each page on its ring, with the list's `tag` (0..3) above it; 0 when on none. The ring grows as
 * needed, to powers of two up to 2^28.
 */
export function createPageFifo(placeOf: PageWords, tag: number): PageFifo {
  const { words, shift, first } = placeOf
  let ring = new Uint32Array(1024).fill(voidEntry)
  let head = 0
  let tail = 0
  let size = 0
  const tagBits = listed | (tag << 28)

  function grow(): void {
    const larger = new Uint32Array(size * 2 > ring.length ? ring.length * 2 : ring.length).fill(voidEntry)
    let at = 0
    for (let i = tail; i < head; i++) {
      const page = ring[i & (ring.length - 1)]
      if (page === voidEntry) continue
      larger[at] = page
      words[(page << shift) + first] = at | tagBits
      at++
    }
    ring = larger
    tail = 0
    head = at
  }

  return {
    size() {
      return size
    },
    pushHead(page) {
      if (head - tail === ring.length) grow()
      const place = head & (ring.length - 1)
      ring[place] = page
      words[(page << shift) + first] = place | tagBits
      head++
      size++
    },
    popTail() {
      while (tail < head) {
        const place = tail & (ring.length - 1)
        const page = ring[place]
        tail++
        if (page === voidEntry) continue
        ring[place] = voidEntry
        words[(page << shift) + first] = 0
        size--
        return page
      }
      return -1
    },
    remove(page) {
      const at = (page << shift) + first
      ring[words[at] & placeMask] = voidEntry
      words[at] = 0
      size--
    },
    holds(page) {
      return (words[(page << shift) + first] & ~placeMask) === tagBits
    },
    touchTail(pages) {
      let sum = 0
      const until = Math.min(head, tail + pages)
      for (let i = tail; i < until; i++) {
        const page = ring[i & (ring.length - 1)]
        if (page !== voidEntry) sum = (sum + words[(page << shift) + first]) | 0
      }
      return sum
    },
  }
}
