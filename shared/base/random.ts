/**
 * Counter-based randomness: a draw is a pure function of (seed, stream, id, draw number), so a vetoed move or
 * a changed policy shifts nobody else's draws, and two runs can be compared decision by decision.
 * Mixer: the two-multiply 32-bit finaliser of C. Wellons ("lowbias32"), used as a keyed hash.
 */
export interface Stream {
  readonly key: number
  readonly salt: number
}

function mix(x: number): number {
  x ^= x >>> 16
  x = Math.imul(x, 0x7feb352d)
  x ^= x >>> 15
  x = Math.imul(x, 0x846ca68b)
  return x ^ (x >>> 16)
}

/** A named family of draws. Equal seeds and names give equal streams, in every run and host. */
export function createStream(seed: number, name: string): Stream {
  let key = mix((seed ^ 0x9e3779b9) | 0)
  let salt = mix((Math.floor(seed / 0x1_0000_0000) ^ 0x85ebca6b) | 0)
  for (let i = 0; i < name.length; i++) {
    key = mix(key + name.charCodeAt(i))
    salt = mix(salt ^ (key + i))
  }
  return { key, salt }
}

/** Draw number `draw` of agent or page `id`: an unsigned 32-bit integer. */
export function bitsAt(stream: Stream, id: number, draw: number): number {
  return mix(mix(id ^ stream.key) + Math.imul(draw, 0x9e3779b9) + stream.salt) >>> 0
}

/** Draw number `draw` of `id`, uniform strictly between 0 and 1. */
export function uniformAt(stream: Stream, id: number, draw: number): number {
  return (bitsAt(stream, id, draw) + 0.5) / 4294967296
}

/** A sequential generator (xoshiro128**, Blackman and Vigna) for workloads that draw hundreds of millions of times. */
export interface Sequence {
  /** The next unsigned 32-bit integers, into `out[0..count)`. Allocates nothing. */
  fill(out: Uint32Array, count: number): void
}

/** A sequence of its own per (stream, id): a thread group's draws never depend on a policy. */
export function createSequence(stream: Stream, id: number): Sequence {
  let a = bitsAt(stream, id, 0)
  let b = bitsAt(stream, id, 1)
  let c = bitsAt(stream, id, 2)
  let d = bitsAt(stream, id, 3) | 1
  return {
    fill(out, count) {
      let s0 = a, s1 = b, s2 = c, s3 = d // prettier-ignore
      for (let i = 0; i < count; i++) {
        const product = Math.imul(s1, 5)
        out[i] = Math.imul((product << 7) | (product >>> 25), 9)
        const shifted = s1 << 9
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 11) | (s3 >>> 21)
      }
      a = s0
      b = s1
      c = s2
      d = s3
    },
  }
}

/** `out[i]` becomes a permutation of 0..n-1, the same for equal streams (Fisher and Yates, drawn from the last place down). */
export function fillPermutation(stream: Stream, out: Uint32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = i
  for (let i = out.length - 1; i > 0; i--) {
    const other = Math.floor(uniformAt(stream, i, 0) * (i + 1))
    const held = out[i]
    out[i] = out[other]
    out[other] = held
  }
}
