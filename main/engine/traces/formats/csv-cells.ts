import { hexValue } from '../hex-digits.ts'

/** Cells of a CSV line as numbers and operations, read from the bytes in place. */

/** The unsigned 64-bit number read last, in halves. */
export interface ReadNumber {
  low: number
  high: number
}

export type NumberFault = 'empty' | 'not a number' | 'more than 64 bits'

/** Decimal, or hexadecimal after "0x", in `bytes[start…end)`. Allocates nothing. */
export function readNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: ReadNumber,
): NumberFault | undefined {
  if (start >= end) return 'empty'
  if (end - start > 2 && bytes[start] === 48 && (bytes[start + 1] | 32) === 120) {
    return readHex(bytes, start + 2, end, into)
  }
  // Fifteen digits fit a double exactly.
  const exactEnd = Math.min(end, start + 15)
  let value = 0
  let at = start
  for (; at < exactEnd; at++) {
    const digit = bytes[at] - 48
    if (digit < 0 || digit > 9) return 'not a number'
    value = value * 10 + digit
  }
  let low = value >>> 0
  let high = (value - low) / 4294967296
  for (; at < end; at++) {
    const digit = bytes[at] - 48
    if (digit < 0 || digit > 9) return 'not a number'
    const lowTen = low * 10 + digit
    low = lowTen >>> 0
    high = high * 10 + (lowTen - low) / 4294967296
    if (high > 0xffffffff) return 'more than 64 bits'
  }
  into.low = low
  into.high = high
  return undefined
}

function readHex(bytes: Uint8Array, start: number, end: number, into: ReadNumber): NumberFault | undefined {
  let low = 0
  let high = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    const letter = (byte | 32) - 87
    const digit = byte >= 48 && byte <= 57 ? byte - 48 : letter >= 10 && letter <= 15 ? letter : -1
    if (digit < 0) return 'not a number'
    if (high >>> 28 !== 0) return 'more than 64 bits'
    high = (high << 4) | (low >>> 28)
    low = (low << 4) | digit
  }
  into.low = low >>> 0
  into.high = high >>> 0
  return undefined
}

/**
 * The number at `bytes[at…]` in its usual spelling, up to nine decimal digits or any in hexadecimal, as low and high
 * half; returns where it ends, or `at` where there is none.
 */
export function readPlainNumber(bytes: Uint8Array, at: number, into: Uint32Array): number {
  let end = at
  if (bytes[at] === 48 && (bytes[at + 1] | 32) === 120) {
    let low = 0
    let high = 0
    end = at + 2
    let digit = hexValue[bytes[end]]
    while (digit !== 255) {
      high = (high << 4) | (low >>> 28)
      low = (low << 4) | digit
      digit = hexValue[bytes[++end]]
    }
    if (end === at + 2 || end > at + 18) return at
    into[0] = low
    into[1] = high
    return end
  }
  let value = 0
  let digit = bytes[end] - 48
  while (digit >= 0 && digit <= 9 && end - at < 9) {
    value = value * 10 + digit
    digit = bytes[++end] - 48
  }
  into[0] = value
  into[1] = 0
  return end
}

export const opRead = 0
export const opWrite = 1
export const opModify = 2

const opWords: readonly (readonly [string, number])[] = [
  ...['r', 'rd', 'read', 'l', 'ld', 'load', 'get', 'gets', '0'].map((word) => [word, opRead] as const),
  ...['w', 'wr', 'write', 's', 'st', 'store', 'set', 'put', 'add', 'cas', 'replace', 'append', 'prepend'].map(
    (word) => [word, opWrite] as const,
  ),
  ...['incr', 'decr', 'delete', '1'].map((word) => [word, opWrite] as const),
  ...['m', 'rmw', 'modify', 'update'].map((word) => [word, opModify] as const),
]

/** For messages. */
export const opWordsShown = 'r, read, load, get or 0; w, write, store, set or 1; m or modify'

const longestOp = 8
/** Words by first letter and length, which tell them apart; the rest of the letters are compared. */
const wordAt: (Uint8Array | undefined)[] = new Array<Uint8Array | undefined>(256 * longestOp).fill(undefined)
const kindAt = new Int8Array(256 * longestOp).fill(-1)
for (const [word, kind] of opWords) {
  const letters = Uint8Array.from(word, (letter) => letter.charCodeAt(0))
  const place = letters[0] * longestOp + letters.length
  if (wordAt[place] !== undefined) throw new Error(`bug: two words look like "${word}"`)
  wordAt[place] = letters
  kindAt[place] = kind
}

/** What the word in `bytes[start…end)` does, in either case; -1 for an unknown word. */
export function readOp(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length <= 0 || length >= longestOp) return -1
  const place = lowerCase(bytes[start]) * longestOp + length
  const word = wordAt[place]
  if (word === undefined) return -1
  for (let i = 1; i < length; i++) if (lowerCase(bytes[start + i]) !== word[i]) return -1
  return kindAt[place]
}

function lowerCase(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte | 32 : byte
}
