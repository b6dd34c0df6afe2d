/** A list of frames, first in, first out, of bounded length: what is to move, or where to. */
export interface FrameList {
  readonly count: number
  at(place: number): number
  push(frame: number): void
  shift(): number
}

export function createFrameList(capacity: number): FrameList {
  let size = 1
  while (size < capacity) size *= 2
  const ring = new Uint32Array(size)
  const mask = size - 1
  let first = 0
  let count = 0
  return {
    get count() {
      return count
    },
    at: (place) => ring[(first + place) & mask],
    push(frame) {
      ring[(first + count++) & mask] = frame
    },
    shift() {
      const frame = ring[first]
      first = (first + 1) & mask
      count--
      return frame
    },
  }
}
