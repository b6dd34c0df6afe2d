import { assert } from '../../../shared/base/assert.ts'
import { bitsPerCell, type MapSpec } from '../../../shared/documents/map.ts'
import { packedBytes } from '../../../shared/documents/pack-cells.ts'

/**
 * The state of every cell, now and as it was last settled. Both lie as in a keyframe: as few bits each as the legend
 * allows, the first cell in the lowest bits of the first byte. A keyframe is a copy, and a million pages of three
 * states are 256 KiB, which stay near.
 */
export interface PackedCells {
  readonly packed: Uint8Array
  /** The cell goes from `was`, in which it must be, to `now`. */
  change(cell: number, was: number, now: number): void
  /** The change of a cell since it was last settled, as settled state × 256 + state now; -1 where there is none. */
  settle(cell: number): number
  /** Settles all cells, and visits those that changed, in their order. */
  settleAll(visit?: (cell: number, was: number, now: number) => void): void
}

const byteShifts = { 1: 3, 2: 2, 4: 1, 8: 0 } as const

export function createPackedCells(spec: MapSpec): PackedCells {
  const bits = bitsPerCell(spec.legend.length)
  const mask = (1 << bits) - 1
  const byteShift = byteShifts[bits]
  const inByte = (1 << byteShift) - 1
  const packed = new Uint8Array(packedBytes(spec))
  const settled = new Uint8Array(packed.length)

  function visitByte(at: number, visit: (cell: number, was: number, now: number) => void): void {
    for (let i = 0; i <= inByte; i++) {
      const was = (settled[at] >>> (i * bits)) & mask
      const now = (packed[at] >>> (i * bits)) & mask
      if (was !== now) visit((at << byteShift) + i, was, now)
    }
  }

  return {
    packed,
    change(cell, was, now) {
      const at = cell >>> byteShift
      const shift = (cell & inByte) * bits
      const byte = packed[at]
      assert(((byte >>> shift) & mask) === was, 'a map write starts from the state its cell is in')
      packed[at] = byte ^ ((was ^ now) << shift)
    },
    settle(cell) {
      const at = cell >>> byteShift
      const shift = (cell & inByte) * bits
      const byte = settled[at]
      const was = (byte >>> shift) & mask
      const now = (packed[at] >>> shift) & mask
      if (was === now) return -1
      settled[at] = byte ^ ((was ^ now) << shift)
      return (was << 8) | now
    },
    settleAll(visit) {
      if (visit) {
        for (let at = 0; at < packed.length; at++) if (packed[at] !== settled[at]) visitByte(at, visit)
      }
      settled.set(packed)
    },
  }
}
