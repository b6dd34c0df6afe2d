import { assert } from '../../../shared/base/assert.ts'
import { bitsPerCell, type MapSpec } from '../../../shared/documents/map.ts'
import { packedBytes } from '../../../shared/documents/pack-cells.ts'

/**
 * The state of every cell, and which cells changed since their changes were last settled. States lie as in a keyframe:
 * as few bits each as the legend allows, the first cell in the lowest bits of the first byte. A keyframe is a copy, and
 * a million pages of three states are 256 KiB, which stay near.
 */
export interface PackedCells {
  readonly packed: Uint8Array
  /** The cell goes from `was`, in which it must be, to `now`. Returns whether this is its first change since it was settled. */
  change(cell: number, was: number, now: number): boolean
  /** Settles the cell, and returns its state. */
  settle(cell: number): number
  settleAll(): void
}

const byteShifts = { 1: 3, 2: 2, 4: 1, 8: 0 } as const

export function createPackedCells(spec: MapSpec): PackedCells {
  const bits = bitsPerCell(spec.legend.length)
  const mask = (1 << bits) - 1
  const byteShift = byteShifts[bits]
  const inByte = (1 << byteShift) - 1
  const packed = new Uint8Array(packedBytes(spec))
  /** A bit for each cell that changed. */
  const changed = new Int32Array(Math.ceil(spec.cells / 32))

  return {
    packed,
    change(cell, was, now) {
      const at = cell >>> byteShift
      const shift = (cell & inByte) * bits
      const byte = packed[at]
      assert(((byte >>> shift) & mask) === was, 'a map write starts from the state its cell is in')
      packed[at] = byte ^ ((was ^ now) << shift)
      const word = changed[cell >>> 5]
      const marked = word | (1 << (cell & 31))
      changed[cell >>> 5] = marked
      return marked !== word
    },
    settle(cell) {
      changed[cell >>> 5] &= ~(1 << (cell & 31))
      return (packed[cell >>> byteShift] >>> ((cell & inByte) * bits)) & mask
    },
    settleAll() {
      changed.fill(0)
    },
  }
}
