import { firstByte, type Piece } from './lent-memory.ts'

/** Bytes of one net write: cell, was, now. */
export const bytesPerWrite = 6

/** Columns of map writes in one piece of memory. */
export interface WriteList {
  readonly piece: Piece
  /** How many writes it holds. */
  readonly room: number
  readonly cell: Uint32Array
  readonly was: Uint8Array
  readonly now: Uint8Array
  /** A list in `piece` that begins with writes `begin` to `end` of this one. */
  copyTo(piece: Piece, begin: number, end: number): WriteList
}

export function createWriteList(piece: Piece): WriteList {
  const { buffer, bytes } = piece
  const room = Math.floor(bytes / bytesPerWrite)
  const cell = new Uint32Array(buffer, firstByte, room)
  const was = new Uint8Array(buffer, firstByte + 4 * room, room)
  const now = new Uint8Array(buffer, firstByte + 5 * room, room)
  return {
    piece,
    room,
    cell,
    was,
    now,
    copyTo(piece, begin, end) {
      const list = createWriteList(piece)
      list.cell.set(cell.subarray(begin, end))
      list.was.set(was.subarray(begin, end))
      list.now.set(now.subarray(begin, end))
      return list
    },
  }
}
