import { LabError } from '../contract/errors.ts'
import { fromJsonTree, toJsonTree, type Column } from './json-tree.ts'

/**
 * One value as one run of bytes: a JSON head and, beside it, the buffers of its typed arrays, so that columns cross
 * as they lie in memory. All numbers little-endian, every block padded to 8 bytes, views start on 8:
 *
 *     u32 magic · u32 bytes of head · u32 number of buffers · u32 zero
 *     per buffer: u32 kind · u32 bytes
 *     head (UTF-8 JSON), then each buffer
 *
 * A view is written as the part of its buffer that it shows, never the whole. Decoded columns are views into the
 * frame itself: nothing is copied unless the frame arrived unaligned.
 */
export interface FrameLimits {
  readonly maxBytes: number
  readonly maxHeadBytes: number
}

const MiB = 1024 * 1024

/** What a window may send: setups and questions. */
export const requestLimits: FrameLimits = { maxBytes: 32 * MiB, maxHeadBytes: 16 * MiB }
/** What the core may answer. */
export const replyLimits: FrameLimits = { maxBytes: 1024 * MiB, maxHeadBytes: 128 * MiB }

const magic = 0x31464c54 // "TLF1"
const startBytes = 16
const bytesPerEntry = 8

/** Column kinds by number; append only. */
const kinds = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array, BigInt64Array, BigUint64Array,
] as const // prettier-ignore

export function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  const columns: Column[] = []
  const head = new TextEncoder().encode(JSON.stringify(toJsonTree(value, columns)) ?? 'null')
  const headStart = padded(startBytes + columns.length * bytesPerEntry)
  const firstBuffer = headStart + padded(head.length)
  const total = columns.reduce((sum, column) => sum + padded(column.byteLength), firstBuffer)
  const frame = new Uint8Array(total)
  const view = new DataView(frame.buffer)
  view.setUint32(0, magic, true)
  view.setUint32(4, head.length, true)
  view.setUint32(8, columns.length, true)
  let at = firstBuffer
  for (const [i, column] of columns.entries()) {
    view.setUint32(startBytes + i * bytesPerEntry, kindOf(column), true)
    view.setUint32(startBytes + i * bytesPerEntry + 4, column.byteLength, true)
    frame.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at)
    at += padded(column.byteLength)
  }
  frame.set(head, headStart)
  return frame
}

/** The value in a frame. Throws `bad-request` on anything else, however it was made. */
export function decodeFrame(bytes: Uint8Array, limits: FrameLimits): unknown {
  if (bytes.byteLength > limits.maxBytes) refuse(`a frame has ${bytes.byteLength} bytes`)
  if (bytes.byteLength < startBytes) refuse(`a frame has ${bytes.byteLength} bytes`)
  // Not `slice`: that of a Node Buffer copies nothing.
  const frame = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (view.getUint32(0, true) !== magic) refuse('a frame does not begin as one')
  const headBytes = view.getUint32(4, true)
  const count = view.getUint32(8, true)
  const headStart = padded(startBytes + count * bytesPerEntry)
  const firstBuffer = headStart + padded(headBytes)
  if (view.getUint32(12, true) !== 0 || headBytes > limits.maxHeadBytes || firstBuffer > frame.byteLength)
    refuse('a frame has a head that does not fit')
  const columns = readColumns(frame, view, count, firstBuffer)
  return fromJsonTree(parse(frame.subarray(headStart, headStart + headBytes)), columns)
}

function readColumns(frame: Uint8Array, view: DataView, count: number, firstBuffer: number): Column[] {
  const columns: Column[] = []
  let at = firstBuffer
  for (let i = 0; i < count; i++) {
    const kind = view.getUint32(startBytes + i * bytesPerEntry, true)
    const byteLength = view.getUint32(startBytes + i * bytesPerEntry + 4, true)
    const Kind = kinds[kind] ?? refuse(`a frame has a column of the unknown kind ${kind}`)
    if (byteLength % Kind.BYTES_PER_ELEMENT !== 0 || at + byteLength > frame.byteLength)
      refuse('a frame has a column that does not fit')
    columns.push(
      new Kind(frame.buffer as ArrayBuffer, frame.byteOffset + at, byteLength / Kind.BYTES_PER_ELEMENT),
    )
    at += padded(byteLength)
  }
  if (at !== frame.byteLength) refuse('a frame has bytes that belong to nothing')
  return columns
}

function parse(head: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(head))
  } catch {
    return refuse('a frame has a head that is not JSON')
  }
}

function kindOf(column: Column): number {
  return kinds.findIndex((Kind) => column instanceof Kind)
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}

function refuse(fact: string): never {
  throw new LabError('bad-request', fact, 'reload the window; if it happens again, report it')
}
