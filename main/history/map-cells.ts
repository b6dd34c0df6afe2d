import { bitsPerCell } from '../../shared/documents/map.ts'
import { writesWithin, type MapHistory } from './map-history.ts'

/**
 * States of cells `first` to `first + count − 1` at the end of a frame, from the keyframe at or before it: no other cell
 * is unpacked.
 */
export function cellsAtFrame(
  { spec, keyframes, writes }: Pick<MapHistory, 'spec' | 'keyframes' | 'writes'>,
  frame: number,
  first: number,
  count: number,
): Uint8Array {
  const states = new Uint8Array(Math.max(0, Math.min(spec.cells - first, count)))
  const start = keyframes.findLast((keyframe) => keyframe.frame <= frame)
  if (!start) return states
  const bits = bitsPerCell(spec.legend.length)
  const perByte = 8 / bits
  const mask = (1 << bits) - 1
  for (let i = 0; i < states.length; i++) {
    const cell = first + i
    states[i] = (start.packed[Math.floor(cell / perByte)] >>> ((cell % perByte) * bits)) & mask
  }
  for (const block of writes) {
    const [begin, end] = writesWithin(block, start.frame + 1, frame)
    for (let i = begin; i < end; i++) {
      const place = block.cell[i] - first
      if (place >= 0 && place < states.length) states[place] = block.now[i]
    }
  }
  return states
}
