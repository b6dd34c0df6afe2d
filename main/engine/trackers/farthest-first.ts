/** The cached pages ordered by their next use: a binary heap, farthest at the root, that knows where each page is. */
export interface FarthestFirst {
  readonly size: number
  add(page: number, nextUse: number): void
  /** A page on the heap was used: its next use is now later than before. */
  defer(page: number, nextUse: number): void
  /** The page whose next use is farthest away, taken off. */
  takeFarthest(): number
}

export function createFarthestFirst(frames: number, pageCount: number): FarthestFirst {
  const heap = new Uint32Array(frames)
  const placeOf = new Uint32Array(pageCount)
  const useOf = new Uint32Array(pageCount)
  let size = 0

  function put(place: number, page: number): void {
    heap[place] = page
    placeOf[page] = place
  }

  function raise(page: number): void {
    const use = useOf[page]
    let place = placeOf[page]
    while (place > 0) {
      const parent = (place - 1) >>> 1
      if (useOf[heap[parent]] >= use) break
      put(place, heap[parent])
      place = parent
    }
    put(place, page)
  }

  /** Puts a page at the root and lets it down to where it belongs. */
  function sink(page: number): void {
    const use = useOf[page]
    let place = 0
    for (let child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && useOf[heap[child + 1]] > useOf[heap[child]]) child++
      if (useOf[heap[child]] <= use) break
      put(place, heap[child])
      place = child
    }
    put(place, page)
  }

  return {
    get size() {
      return size
    },
    add(page, nextUse) {
      useOf[page] = nextUse
      placeOf[page] = size++
      raise(page)
    },
    defer(page, nextUse) {
      useOf[page] = nextUse
      raise(page)
    },
    takeFarthest() {
      const farthest = heap[0]
      size--
      if (size > 0) sink(heap[size])
      return farthest
    },
  }
}
