import { bitsPerCell, type MapSpec } from './map.ts'

/** Bytes of a packed keyframe of this map. */
export function packedBytes(map: Pick<MapSpec, 'cells' | 'legend'>): number {
  return Math.ceil((map.cells * bitsPerCell(map.legend.length)) / 8)
}

/** States of cells, `bits` each, the first cell in the lowest bits of the first byte. */
export function packCells(states: Uint8Array, bits: 1 | 2 | 4 | 8): Uint8Array {
  if (bits === 8) return states.slice()
  const packed = new Uint8Array(Math.ceil((states.length * bits) / 8))
  const perByte = 8 / bits
  const wholeBytes = Math.floor(states.length / perByte)
  let cell = 0
  for (let i = 0; i < wholeBytes; i++) {
    let byte = 0
    for (let shift = 0; shift < 8; shift += bits) byte |= states[cell++] << shift
    packed[i] = byte
  }
  for (let shift = 0; cell < states.length; shift += bits) packed[wholeBytes] |= states[cell++] << shift
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
