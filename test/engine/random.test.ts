import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitsAt, createSequence, createStream, fillPermutation, uniformAt } from '../../shared/base/random.ts'

const seeds = fc.maxSafeNat()
const names = fc.string({ maxLength: 12 })

/** Sum of squared deviations over what is expected: about `cells` for uniform draws, with a spread of √(2 · cells). */
function chiSquare(counts: readonly number[] | Uint32Array, draws: number): number {
  const expected = draws / counts.length
  return [...counts].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

function firstWords(seed: number, name: string, id: number, count: number): number[] {
  const out = new Uint32Array(count)
  createSequence(createStream(seed, name), id).fill(out, count)
  return [...out]
}

/** The published generator, word by word, with explicit rotations. */
function* xoshiro128starstar(state: readonly number[]): Generator<number> {
  const rotate = (x: number, k: number) => ((x << k) | (x >>> (32 - k))) >>> 0
  let [s0, s1, s2, s3] = state
  for (;;) {
    yield Math.imul(rotate(Math.imul(s1, 5) >>> 0, 7), 9) >>> 0
    const t = (s1 << 9) >>> 0
    const [a, b] = [s2 ^ s0, s3 ^ s1]
    s1 = (s1 ^ a) >>> 0
    s0 = (s0 ^ b) >>> 0
    s2 = (a ^ t) >>> 0
    s3 = rotate(b >>> 0, 11)
  }
}

describe('draws by counter', () => {
  it('[E1] equal seeds, names, ids and numbers give equal draws; changing any one gives another', () => {
    fc.assert(
      fc.property(seeds, names, fc.nat(), fc.nat(), (seed, name, id, draw) => {
        const bits = bitsAt(createStream(seed, name), id, draw)
        expect(bitsAt(createStream(seed, name), id, draw)).toBe(bits)
        const others = [
          bitsAt(createStream(seed + 1, name), id, draw),
          bitsAt(createStream(seed + 2 ** 32, name), id, draw),
          bitsAt(createStream(seed, `${name}x`), id, draw),
          bitsAt(createStream(seed, name), id + 1, draw),
          bitsAt(createStream(seed, name), id, draw + 1),
        ]
        expect(others.filter((other) => other === bits).length).toBeLessThan(others.length)
      }),
      { seed: 1 },
    )
  })

  it('[E1] the draws of one page do not depend on how often another drew', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.nat(5), { maxLength: 60 }), (seed, order) => {
        const stream = createStream(seed, 'pages')
        const drawn = new Uint32Array(6)
        const inTurn: number[][] = [[], [], [], [], [], []]
        for (const page of order) inTurn[page].push(bitsAt(stream, page, drawn[page]++))
        for (const [page, bits] of inTurn.entries()) {
          expect(bits).toEqual(bits.map((_, draw) => bitsAt(stream, page, draw)))
        }
      }),
      { seed: 2 },
    )
  })

  it('[E1] uniform draws lie strictly between 0 and 1 and fill 256 cells evenly, by draw, by id and by seed', () => {
    const draws = 256 * 400
    const along: ((i: number) => number)[] = [
      (i) => uniformAt(createStream(7, 'even'), 3, i),
      (i) => uniformAt(createStream(7, 'even'), i, 0),
      (i) => uniformAt(createStream(i, 'even'), 3, 0),
      (i) => uniformAt(createStream(7, 'even'), i >> 8, i & 255),
    ]
    for (const draw of along) {
      const counts = new Uint32Array(256)
      for (let i = 0; i < draws; i++) {
        const uniform = draw(i)
        if (!(uniform > 0 && uniform < 1)) throw new Error(`${uniform} is no uniform draw`)
        counts[Math.floor(uniform * 256)]++
      }
      const chi = chiSquare(counts, draws)
      expect(chi).toBeGreaterThan(256 - 6 * Math.sqrt(512))
      expect(chi).toBeLessThan(256 + 6 * Math.sqrt(512))
    }
  })

  it('[E1] neighbouring pages draw independently: pairs fill a 16 × 16 board evenly', () => {
    const stream = createStream(11, 'pairs')
    const counts = new Uint32Array(256)
    const pages = 200_000
    for (let page = 0; page < pages; page++) {
      counts[(bitsAt(stream, page, 0) >>> 28) * 16 + (bitsAt(stream, page + 1, 0) >>> 28)]++
    }
    expect(chiSquare(counts, pages)).toBeLessThan(256 + 6 * Math.sqrt(512))
  })
})

describe('sequences', () => {
  it('[E2] a sequence is xoshiro128** from the first four draws of its id, however it is cut', () => {
    fc.assert(
      fc.property(seeds, names, fc.nat(), fc.array(fc.nat(50), { maxLength: 8 }), (seed, name, id, cuts) => {
        const stream = createStream(seed, name)
        const state = [0, 1, 2, 3].map((draw) => bitsAt(stream, id, draw))
        const twin = xoshiro128starstar([...state.slice(0, 3), (state[3] | 1) >>> 0])
        const sequence = createSequence(stream, id)
        const out = new Uint32Array(50)
        for (const count of cuts) {
          sequence.fill(out, count)
          for (let i = 0; i < count; i++) expect(out[i]).toBe(twin.next().value)
        }
      }),
      { seed: 3 },
    )
  })

  it('[E2] sequences of two ids, two names and two seeds differ', () => {
    const words = [
      firstWords(1, 'a', 0, 4),
      firstWords(1, 'a', 1, 4),
      firstWords(1, 'b', 0, 4),
      firstWords(2, 'a', 0, 4),
    ]
    expect(new Set(words.map(String)).size).toBe(4)
  })

  it('[E2] a permutation has every number once, is the same for equal streams, and favours no place', () => {
    fc.assert(
      fc.property(seeds, fc.nat(300), (seed, length) => {
        const [first, again] = [new Uint32Array(length), new Uint32Array(length)]
        fillPermutation(createStream(seed, 'order'), first)
        fillPermutation(createStream(seed, 'order'), again)
        expect(again).toEqual(first)
        expect(first.slice().sort()).toEqual(Uint32Array.from({ length }, (_, i) => i))
      }),
      { seed: 4 },
    )
    const counts = new Uint32Array(100)
    const out = new Uint32Array(10)
    for (let seed = 0; seed < 20_000; seed++) {
      fillPermutation(createStream(seed, 'places'), out)
      for (let i = 0; i < 10; i++) counts[i * 10 + out[i]]++
    }
    expect(chiSquare(counts, 200_000)).toBeLessThan(100 + 6 * Math.sqrt(200))
  })
})
