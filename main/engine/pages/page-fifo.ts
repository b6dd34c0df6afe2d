/**
 * A first-in-first-out list of pages on a ring, from which any page can also leave in between: its entry then turns
 * void and is passed over at the tail. Several lists share `placeOf`, for a page is on at most one of them.
 */
export interface PageFifo {
  readonly size: number
  pushHead(page: number): void
  /** The page that came first, taken off; -1 when empty. */
  popTail(): number
  remove(page: number): void
  holds(page: number): boolean
}

/** Position of each page on its ring, plus the list's tag in the top bits; -1 when on none. */
export function createPlaces(pageCount: number): Int32Array {
  return new Int32Array(pageCount).fill(-1)
}

const voidEntry = 0xffffffff

/** `tag` (0..3) tells the lists that share `placeOf` apart. The ring grows as needed, to powers of two up to 2^28. */
export function createPageFifo(placeOf: Int32Array, tag: number): PageFifo {
  let ring = new Uint32Array(1024).fill(voidEntry)
  let head = 0
  let tail = 0
  let size = 0
  const tagBits = tag << 28

  function grow(): void {
    const larger = new Uint32Array(size * 2 > ring.length ? ring.length * 2 : ring.length).fill(voidEntry)
    let at = 0
    for (let i = tail; i < head; i++) {
      const page = ring[i & (ring.length - 1)]
      if (page === voidEntry) continue
      larger[at] = page
      placeOf[page] = at | tagBits
      at++
    }
    ring = larger
    tail = 0
    head = at
  }

  return {
    get size() {
      return size
    },
    pushHead(page) {
      if (head - tail === ring.length) grow()
      const place = head & (ring.length - 1)
      ring[place] = page
      placeOf[page] = place | tagBits
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
        placeOf[page] = -1
        size--
        return page
      }
      return -1
    },
    remove(page) {
      ring[placeOf[page] & 0x0fffffff] = voidEntry
      placeOf[page] = -1
      size--
    },
    holds(page) {
      return placeOf[page] !== -1 && placeOf[page] >>> 28 === tag
    },
  }
}
