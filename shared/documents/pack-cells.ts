import { bitsPerCell, type MapSpec } from './map.ts'

/** Bytes of a packed keyframe of this map. */
export function packedBytes(map: Pick<MapSpec, 'cells' | 'legend'>): number {
  return Math.ceil((map.cells * bitsPerCell(map.legend.length)) / 8)
}

/**
 * States of cells (the low byte of each entry), `bits` each, the first cell in the lowest bits of the first byte.
 * Written out for each width: keyframes are cut during a run.
 */
export function packCells(states: Uint8Array | Uint16Array, bits: 1 | 2 | 4 | 8): Uint8Array {
  const packed = new Uint8Array(Math.ceil((states.length * bits) / 8))
  const perByte = 8 / bits
  const wholeBytes = Math.floor(states.length / perByte)
  if (bits === 8) for (let i = 0; i < wholeBytes; i++) packed[i] = states[i]
  else if (bits === 4)
    for (let i = 0, c = 0; i < wholeBytes; i++, c += 2) packed[i] = (states[c] & 15) | (states[c + 1] << 4)
  else if (bits === 2)
    for (let i = 0, c = 0; i < wholeBytes; i++, c += 4) {
      const low = (states[c] & 3) | ((states[c + 1] & 3) << 2)
      packed[i] = low | ((states[c + 2] & 3) << 4) | (states[c + 3] << 6)
    }
  else
    for (let i = 0, c = 0; i < wholeBytes; i++, c += 8) {
      const low = (states[c] & 1) | ((states[c + 1] & 1) << 1) | ((states[c + 2] & 1) << 2)
      const middle = ((states[c + 3] & 1) << 3) | ((states[c + 4] & 1) << 4) | ((states[c + 5] & 1) << 5)
      packed[i] = low | middle | ((states[c + 6] & 1) << 6) | (states[c + 7] << 7)
    }
  let cell = wholeBytes * perByte
  const mask = (1 << bits) - 1
  for (let shift = 0; cell < states.length; shift += bits)
    packed[wholeBytes] |= (states[cell++] & mask) << shift
  return packed
}

/** The reverse, into `states` (one byte per cell, as many as the map has). */
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
