import { TraceError } from './trace-parser.ts'

/** More pages than any run here can hold. */
const idLimit = 1 << 26

const wordsPerSlot = 4

/**
 * 64-bit ids as dense numbers 0, 1, 2 … in order of first appearance, so that equal traces number their pages
 * equally. A hash table with open addressing in one typed array: [low, high, number + 1, unused] per slot.
 */
export interface DenseIds {
  readonly count: number
  /** Numbers of ids `from…to` of two columns, into `out[outFrom…]`. */
  translate(
    low: Uint32Array,
    high: Uint32Array,
    from: number,
    to: number,
    out: Uint32Array,
    outFrom: number,
  ): void
}

export function createDenseIds(): DenseIds {
  let slots = new Uint32Array(1024 * wordsPerSlot)
  let mask = 1023
  let count = 0

  function grow(): void {
    if (count >= idLimit) {
      throw new TraceError(`more than ${idLimit} different pages`, 'choose a larger page size', undefined, 0)
    }
    const old = slots
    mask = mask * 2 + 1
    slots = new Uint32Array((mask + 1) * wordsPerSlot)
    for (let slot = 0; slot < old.length; slot += wordsPerSlot) {
      if (old[slot + 2] === 0) continue
      const free = place(slots, mask, old[slot], old[slot + 1])
      slots[free] = old[slot]
      slots[free + 1] = old[slot + 1]
      slots[free + 2] = old[slot + 2]
    }
  }

  return {
    get count() {
      return count
    },
    translate(low, high, from, to, out, outFrom) {
      let o = outFrom
      let lastLow = 0
      let lastHigh = 0
      let last = 0
      for (let i = from; i < to; i++) {
        const idLow = low[i]
        const idHigh = high[i]
        if (last === 0 || idLow !== lastLow || idHigh !== lastHigh) {
          let slot = place(slots, mask, idLow, idHigh)
          if (slots[slot + 2] === 0) {
            // At most two slots of three are taken.
            if (count * 3 >= mask * 2) {
              grow()
              slot = place(slots, mask, idLow, idHigh)
            }
            slots[slot] = idLow
            slots[slot + 1] = idHigh
            slots[slot + 2] = ++count
          }
          last = slots[slot + 2]
          lastLow = idLow
          lastHigh = idHigh
        }
        out[o++] = last - 1
      }
    },
  }
}

/** The slot that holds the id, or the free one where it belongs. */
function place(slots: Uint32Array, mask: number, low: number, high: number): number {
  let hash = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  let slot = ((hash ^ (hash >>> 13)) & mask) * wordsPerSlot
  const wrap = (mask + 1) * wordsPerSlot - 1
  while (slots[slot + 2] !== 0 && (slots[slot] !== low || slots[slot + 1] !== high)) {
    slot = (slot + wordsPerSlot) & wrap
  }
  return slot
}
