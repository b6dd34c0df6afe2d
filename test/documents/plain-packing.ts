/** States of cells, `bits` each, the first cell in the lowest bits of the first byte: the plain twin of packed keyframes. */
export function packCells(states: Uint8Array, bits: 1 | 2 | 4 | 8): Uint8Array {
  const packed = new Uint8Array(Math.ceil((states.length * bits) / 8))
  states.forEach((state, cell) => {
    packed[(cell * bits) >> 3] |= state << ((cell * bits) & 7)
  })
  return packed
}
