/**
 * Content hashes that are the same on every machine: SHA-256 over bytes, and over any plain value by way of one
 * spelling of it. Pure and synchronous, because the engine and the window need it too; files are hashed by the host.
 */

/** SHA-256 of text (as UTF-8) or bytes, as 64 hexadecimal digits. */
export function contentHash(content: string | Uint8Array): string {
  const hash = createContentHash()
  hash.push(typeof content === 'string' ? new TextEncoder().encode(content) : content)
  return hash.digest()
}

/** The same for content that comes in pieces; where they are cut makes no difference. */
export interface ContentHash {
  push(bytes: Uint8Array): void
  /** Called once, after the last piece. */
  digest(): string
}

export function createContentHash(): ContentHash {
  const state = Int32Array.from(initialState)
  const schedule = new Int32Array(64)
  const kept = new Uint8Array(64)
  let length = 0
  return {
    push(bytes) {
      let at = 0
      const before = length % 64
      length += bytes.length
      if (before > 0) {
        at = Math.min(64 - before, bytes.length)
        kept.set(bytes.subarray(0, at), before)
        if (before + at < 64) return
        mixBlock(state, schedule, kept, 0)
      }
      for (; at + 64 <= bytes.length; at += 64) mixBlock(state, schedule, bytes, at)
      kept.set(bytes.subarray(at))
    },
    digest() {
      const tail = lastBlocks(kept.subarray(0, length % 64), length)
      for (let offset = 0; offset < tail.length; offset += 64) mixBlock(state, schedule, tail, offset)
      return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
    },
  }
}

/**
 * The one spelling of a plain value: keys in code-unit order, fields that are `undefined` left out, every number
 * written so that no two different ones look alike. Not meant to be read back.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item)).join(',')}]`
  if (typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalText(field)}`)
    return `{${fields.join(',')}}`
  }
  throw new Error(`bug: a ${typeof value} has no canonical text`)
}

// FIPS 180-4: the first 32 bits of the fractional parts of square and cube roots of the first primes.
const initialState = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] // prettier-ignore
const roundConstants = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
) // prettier-ignore

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

/** What is left after the whole blocks, the closing bit, and the length of it all in bits. */
function lastBlocks(left: Uint8Array, length: number): Uint8Array {
  const tail = new Uint8Array(left.length < 56 ? 64 : 128)
  tail.set(left)
  tail[left.length] = 0x80
  const view = new DataView(tail.buffer)
  view.setUint32(tail.length - 8, Math.floor(length / 0x2000_0000))
  view.setUint32(tail.length - 4, (length << 3) >>> 0)
  return tail
}

function mixBlock(state: Int32Array, schedule: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let i = 0; i < 16; i++) {
    const at = offset + i * 4
    schedule[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]
  }
  for (let i = 16; i < 64; i++) {
    const far = schedule[i - 15]
    const near = schedule[i - 2]
    const farMix = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3)
    const nearMix = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10)
    schedule[i] = (((schedule[i - 16] + farMix) | 0) + ((schedule[i - 7] + nearMix) | 0)) | 0
  }
  let a = state[0], b = state[1], c = state[2], d = state[3] // prettier-ignore
  let e = state[4], f = state[5], g = state[6], h = state[7] // prettier-ignore
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g)
    const constant = (roundConstants[i] + schedule[i]) | 0
    const rise = (((h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25))) | 0) + ((choice + constant) | 0)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const fall = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + rise) | 0
    d = c
    c = b
    b = a
    a = (rise + fall) | 0
  }
  state[0] += a
  state[1] += b
  state[2] += c
  state[3] += d
  state[4] += e
  state[5] += f
  state[6] += g
  state[7] += h
}
