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
  return new FrameRing(size)
}

/** Fields of an object, which all lists share the code for; variables of a closure would be each list's own. */
class FrameRing implements FrameList {
  count = 0
  private first = 0
  private readonly ring: Uint32Array
  private readonly mask: number

  constructor(size: number) {
    this.ring = new Uint32Array(size)
    this.mask = size - 1
  }

  at(place: number): number {
    return this.ring[(this.first + place) & this.mask]
  }

  push(frame: number): void {
    this.ring[(this.first + this.count++) & this.mask] = frame
  }

  shift(): number {
    const frame = this.ring[this.first]
    this.first = (this.first + 1) & this.mask
    this.count--
    return frame
  }
}
