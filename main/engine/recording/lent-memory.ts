/**
 * Memory that goes round between a recorder and whoever keeps what it recorded. A run records hundreds of megabytes in
 * a few seconds; in new memory each, the system's zeroing and V8's collecting were a third of all that recording cost
 * (bench/results.md). What was made while the reader lagged goes on going round until the recorder ends; a reader who
 * gives nothing back has all of it.
 */
export interface LentMemory {
  /** A piece of at least `bytes` that has come back, or a new one of that size. */
  take(bytes: number): Piece
  /** From now on it is its reader's, until he gives it back (`giveBack`). */
  lend(piece: Piece): void
}

export interface Piece {
  readonly buffer: ArrayBufferLike
  readonly bytes: number
  readonly lent: Int32Array
}

/** Where a piece's own bytes begin: after the number that says whether it is lent, on a cache line. */
export const firstByte = 64

/** Where memory cannot be shared between threads nothing comes back from another, so that each piece is a new one. */
const shares = typeof SharedArrayBuffer !== 'undefined'

export function createLentMemory(): LentMemory {
  /** The one lent first is first, for it comes back first. */
  const lentOut: Piece[] = []

  function newPiece(bytes: number): Piece {
    const buffer = shares ? new SharedArrayBuffer(firstByte + bytes) : new ArrayBuffer(firstByte + bytes)
    return { buffer, bytes, lent: new Int32Array(buffer, 0, 1) }
  }

  return {
    take(bytes) {
      const [oldest] = lentOut
      if (lentOut.length === 0 || Atomics.load(oldest.lent, 0) !== 0) return newPiece(bytes)
      lentOut.shift()
      return oldest.bytes >= bytes ? oldest : newPiece(bytes)
    },
    lend(piece) {
      Atomics.store(piece.lent, 0, 1)
      if (shares) lentOut.push(piece)
    },
  }
}
