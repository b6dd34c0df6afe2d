/**
 * What the writes of one frame come to, cell by cell: the state it had before its first write and that after its last,
 * in the order of first writes. A hash table as large as the frame, so that looking a cell up stays in the nearest cache.
 */
export interface NetWrites {
  /** Distinct cells written to. */
  size(): number
  /** False where the cell is new and there is no room for it; nothing is changed then. */
  add(cell: number, was: number, now: number): boolean
  forEach(visit: (cell: number, was: number, now: number) => void): void
  clear(): void
}

const fewestSlots = 1024
/** Fibonacci hashing: 2^32 / golden ratio. */
const spread = 0x9e3779b9

export function createNetWrites(limit: number): NetWrites {
  const cellOf = new Uint32Array(limit)
  const wasOf = new Uint8Array(limit)
  const nowOf = new Uint8Array(limit)
  const slotOf = new Uint32Array(limit)
  let size = 0
  /** Position of a cell in the columns, plus one; 0 is a free slot. At most half are taken. */
  let slots = new Uint32Array(fewestSlots)
  let hashShift = Math.clz32(fewestSlots - 1)

  /** The slot of a cell, or the free one that it would take. */
  function slotFor(cell: number): number {
    let slot = Math.imul(cell, spread) >>> hashShift
    while (slots[slot] !== 0 && cellOf[slots[slot] - 1] !== cell) slot = (slot + 1) & (slots.length - 1)
    return slot
  }

  function grow(): void {
    slots = new Uint32Array(2 * slots.length)
    hashShift--
    for (let i = 0; i < size; i++) {
      slotOf[i] = slotFor(cellOf[i])
      slots[slotOf[i]] = i + 1
    }
  }

  return {
    size: () => size,
    add(cell, was, now) {
      let slot = slotFor(cell)
      if (slots[slot] !== 0) {
        nowOf[slots[slot] - 1] = now
        return true
      }
      if (size === limit) return false
      if (2 * size >= slots.length) {
        grow()
        slot = slotFor(cell)
      }
      cellOf[size] = cell
      wasOf[size] = was
      nowOf[size] = now
      slotOf[size] = slot
      size++
      slots[slot] = size
      return true
    },
    forEach(visit) {
      for (let i = 0; i < size; i++) visit(cellOf[i], wasOf[i], nowOf[i])
    },
    clear() {
      for (let i = 0; i < size; i++) slots[slotOf[i]] = 0
      size = 0
    },
  }
}
