/** A list of frames, first in, first out, of bounded length: what is to move, or where to. */
export interface FrameList {
  readonly count: number
  at(place: number): number
  push(frame: number): void
  shift(): number
}

export function createFrameList(capacity: number): FrameList {
  const ring = new Uint32Array(Math.max(1, capacity))
  let first = 0
  let count = 0
  return {
    get count() {
      return count
    },
    at: (place) => ring[(first + place) % ring.length],
    push(frame) {
      ring[(first + count++) % ring.length] = frame
    },
    shift() {
      const frame = ring[first]
      first = first + 1 === ring.length ? 0 : first + 1
      count--
      return frame
    },
  }
}
