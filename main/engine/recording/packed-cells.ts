import { assert } from '../../../shared/base/assert.ts'
import { bitsPerCell, type MapSpec } from '../../../shared/documents/map.ts'
import { packedBytes } from '../../../shared/documents/pack-cells.ts'

/**
 * The state of every cell as it lies in a keyframe: as few bits each as the legend allows, the first cell in the lowest
 * bits of the first byte. A keyframe is a copy of it, and a million pages of three states are 256 KiB, which stay near.
 */
export interface PackedCells {
  readonly packed: Uint8Array
  /** The cell goes from `was`, in which it must be, to `now`. */
  change(cell: number, was: number, now: number): void
  /** Visits the cells that are in another state than in `before`, an earlier copy of `packed`, in the order of cells. */
  forEachChange(before: Uint8Array, visit: (cell: number, was: number, now: number) => void): void
  /** Puts a cell of such a copy in a state. */
  put(copy: Uint8Array, cell: number, state: number): void
}

const byteShifts = { 1: 3, 2: 2, 4: 1, 8: 0 } as const

export function createPackedCells(spec: MapSpec): PackedCells {
  const bits = bitsPerCell(spec.legend.length)
  const mask = (1 << bits) - 1
  const byteShift = byteShifts[bits]
  const inByte = (1 << byteShift) - 1
  const packed = new Uint8Array(packedBytes(spec))
  return {
    packed,
    change(cell, was, now) {
      const at = cell >>> byteShift
      const shift = (cell & inByte) * bits
      const byte = packed[at]
      assert(((byte >>> shift) & mask) === was, 'a map write starts from the state its cell is in')
      packed[at] = byte ^ ((was ^ now) << shift)
    },
    forEachChange(before, visit) {
      for (let at = 0; at < packed.length; at++) {
        if (packed[at] === before[at]) continue
        for (let i = 0; i <= inByte; i++) {
          const was = (before[at] >>> (i * bits)) & mask
          const now = (packed[at] >>> (i * bits)) & mask
          if (was !== now) visit((at << byteShift) + i, was, now)
        }
      }
    },
    put(copy, cell, state) {
      const at = cell >>> byteShift
      const shift = (cell & inByte) * bits
      copy[at] = (copy[at] & ~(mask << shift)) | (state << shift)
    },
  }
}
