import { LabError } from '../../../shared/contract/errors.ts'

/**
 * Typed columns one after the other as the bytes of one blob: little-endian, as every machine that runs this has them.
 * Put the widest first, so that reading needs no copies.
 */
export function joinColumns(columns: readonly ArrayBufferView[]): Uint8Array {
  const bytes = columns.reduce((sum, column) => sum + column.byteLength, 0)
  const joined = new Uint8Array(bytes)
  let offset = 0
  for (const column of columns) {
    joined.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset)
    offset += column.byteLength
  }
  return joined
}

/** Takes the columns of a blob in the order in which they were joined. */
export interface ColumnReader {
  float64(entries: number): Float64Array
  float32(entries: number): Float32Array
  uint32(entries: number): Uint32Array
  uint8(entries: number): Uint8Array
  skip(bytes: number): void
}

export function readColumns(blob: unknown): ColumnReader {
  if (!(blob instanceof Uint8Array)) throw damagedBlock()
  const bytes = blob.byteOffset % 8 === 0 ? blob : blob.slice()
  let offset = 0

  function take(count: number, width: number): number {
    const start = offset
    offset += count * width
    if (offset > bytes.byteLength) throw damagedBlock()
    return start
  }

  /** Where `count` entries begin: a buffer, and a place in it that suits their width. */
  function aligned(count: number, width: number): [ArrayBufferLike, number] {
    const start = take(count, width)
    const place = bytes.byteOffset + start
    if (place % width === 0) return [bytes.buffer, place]
    return [bytes.slice(start, start + count * width).buffer, 0]
  }

  return {
    float64: (entries) => new Float64Array(...aligned(entries, 8), entries),
    float32: (entries) => new Float32Array(...aligned(entries, 4), entries),
    uint32: (entries) => new Uint32Array(...aligned(entries, 4), entries),
    uint8: (entries) => new Uint8Array(...aligned(entries, 1), entries),
    skip: (count) => void take(count, 1),
  }
}

/** Columns of the same kind as one. */
export function concatFloat64(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

function damagedBlock(): LabError {
  return new LabError(
    'file-refused',
    'the workspace holds a block of the wrong length',
    'go back to a saved copy of it',
  )
}
