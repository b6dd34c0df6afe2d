import { bitsPerCell, type MapSpec } from './map.ts'

/** Bytes of a packed keyframe of this map. */
export function packedBytes(map: Pick<MapSpec, 'cells' | 'legend'>): number {
  return Math.ceil((map.cells * bitsPerCell(map.legend.length)) / 8)
}

/**
 * The states in a packed keyframe, `bits` each, the first cell in the lowest bits of the first byte, into `states` (one byte
 * per cell, as many as the map has).
 */
export function unpackCells(packed: Uint8Array, bits: 1 | 2 | 4 | 8, states: Uint8Array): void {
  if (bits === 8) {
    states.set(packed)
    return
  }
  const mask = (1 << bits) - 1
  const perByte = 8 / bits
  const wholeBytes = Math.floor(states.length / perByte)
  let cell = 0
  for (let i = 0; i < wholeBytes; i++) {
    const byte = packed[i]
    for (let shift = 0; shift < 8; shift += bits) states[cell++] = (byte >>> shift) & mask
  }
  for (let shift = 0; cell < states.length; shift += bits)
    states[cell++] = (packed[wholeBytes] >>> shift) & mask
}
