/** Value of a hexadecimal digit, 255 for any other byte. */
export const hexValue = new Uint8Array(256).fill(255)
for (let digit = 0; digit < 16; digit++) {
  const word = digit.toString(16)
  hexValue[word.charCodeAt(0)] = hexValue[word.toUpperCase().charCodeAt(0)] = digit
}

/** An unsigned 64-bit number, in halves. */
export interface Halves {
  low: number
  high: number
}

/**
 * Reads hexadecimal digits from `bytes[at]` on; returns where they end, or -1 where there is none or more than
 * sixteen. Allocates nothing.
 */
export function readHexDigits(bytes: Uint8Array, at: number, into: Halves): number {
  let low = 0
  let high = 0
  let end = at
  let digit = hexValue[bytes[end]]
  while (digit !== 255) {
    high = (high << 4) | (low >>> 28)
    low = (low << 4) | digit
    digit = hexValue[bytes[++end]]
  }
  if (end === at || end - at > 16) return -1
  into.low = low >>> 0
  into.high = high >>> 0
  return end
}

/** Decimal digits up to 2^53 with commas between thousands; -1 where there is no digit. `end` is where it ended. */
export function readDecimal(bytes: Uint8Array, at: number, into: { end: number }): number {
  let value = 0
  let end = at
  for (; ; end++) {
    const digit = bytes[end] - 48
    if (digit >= 0 && digit <= 9) value = value * 10 + digit
    else if (bytes[end] !== 44 || end === at) break
  }
  into.end = end
  return end === at ? -1 : value
}
