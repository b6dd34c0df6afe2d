import type { FreeMap } from './free-map.ts'

/**
 * The longest run of contiguous free frames, whatever their alignment: a tree over leaves of frames, each node with
 * the free run at its start, at its end and the longest within. A change costs its leaf and the path to the root.
 */
export interface RunTree {
  /** Something in this frame’s leaf changed; looked at when the longest run is next asked for. */
  touch(frame: number): void
  /** The same of an aligned block of 2^order frames. */
  touchWithin(start: number, order: number): void
  longest(): number
}

const leafShift = 9

export function createRunTree(free: FreeMap, frames: number): RunTree {
  const leaves = Math.max(1, Math.ceil(frames / (1 << leafShift)))
  let width = 1
  while (width < leaves) width *= 2
  const head = new Int32Array(2 * width)
  const tail = new Int32Array(2 * width)
  const best = new Int32Array(2 * width)
  const size = new Int32Array(2 * width)
  const dirty = new Uint8Array(leaves)
  const waiting = new Int32Array(leaves)
  let waits = 0

  for (let leaf = 0; leaf < leaves; leaf++) {
    size[width + leaf] = Math.min(1 << leafShift, frames - (leaf << leafShift))
    readLeaf(leaf)
  }
  for (let node = width - 1; node >= 1; node--) join(node)

  function readLeaf(leaf: number): void {
    const start = leaf << leafShift
    const node = width + leaf
    const length = size[node]
    const { words } = free
    let run = 0
    let longest = 0
    let first = -1
    for (let i = 0; i < length;) {
      const word = words[(start + i) >>> 5]
      const wide = Math.min(32, length - i)
      if (word === 0xffffffff && wide === 32) run += 32
      else if (word === 0) {
        if (first < 0) first = run
        if (run > longest) longest = run
        run = 0
      } else {
        for (let bit = 0; bit < wide; bit++) {
          if ((word >>> bit) & 1) run++
          else {
            if (first < 0) first = run
            if (run > longest) longest = run
            run = 0
          }
        }
      }
      i += wide
    }
    head[node] = first < 0 ? run : first
    tail[node] = run
    best[node] = Math.max(longest, run)
  }

  function join(node: number): void {
    const left = 2 * node
    const right = left + 1
    size[node] = size[left] + size[right]
    head[node] = head[left] === size[left] ? size[left] + head[right] : head[left]
    tail[node] = tail[right] === size[right] ? size[right] + tail[left] : tail[right]
    best[node] = Math.max(best[left], best[right], tail[left] + head[right])
  }

  function touch(frame: number): void {
    const leaf = frame >>> leafShift
    if (dirty[leaf] === 1) return
    dirty[leaf] = 1
    waiting[waits++] = leaf
  }

  return {
    touch,
    touchWithin(start, order) {
      for (let frame = start; frame < start + (1 << order); frame += 1 << leafShift) touch(frame)
    },
    longest() {
      for (let i = 0; i < waits; i++) {
        const leaf = waiting[i]
        dirty[leaf] = 0
        readLeaf(leaf)
        for (let node = (width + leaf) >>> 1; node >= 1; node >>>= 1) join(node)
      }
      waits = 0
      return best[1]
    },
  }
}
