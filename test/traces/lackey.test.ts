import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLackeyPlainly } from './plain-readers.ts'
import { parserOf, readAll, refusalOf } from './read-trace.ts'

const digit = fc.constantFrom(...'0123456789abcdefABCDEF')
const address = fc.oneof(
  fc.array(digit, { minLength: 1, maxLength: 16 }).map((digits) => digits.join('')),
  fc.constantFrom('1ffefffff', '04025fff', '04025ffd', '7fffffffffffffff', 'ffffffff000', '00000fff'),
)
const size = fc.constantFrom(0, 1, 2, 4, 8, 16, 64, 512, 4097)
const record = fc
  .tuple(fc.constantFrom('I  ', ' L ', ' S ', ' M '), address, size)
  .map(([kind, at, bytes]) => `${kind}${at},${bytes}`)
const noise = fc.constantFrom(
  '==28896== Lackey, an example Valgrind tool', 'SB 04001090', '', ' ', 'I', 'I ', 'I  ', ' L', ' L ', ' L hello, world', 'I  am, 3 of us',
  ' S deadline', ' M', '  L 04025310,8', 'L 04025310,8', ' X 04025310,8', 'naïve — output', ' L ,8', 'I 04025310,8',
) // prettier-ignore
const end = fc.constantFrom('\n', '\n', '\r\n')
const trace = fc
  .array(fc.tuple(fc.oneof({ weight: 4, arbitrary: record }, { weight: 1, arbitrary: noise }), end), {
    maxLength: 60,
  })
  .map((lines) => lines.map((line) => line.join('')).join(''))

describe('lackey', () => {
  test('[X1] any text cut anywhere gives the accesses of a plain reading', () => {
    fc.assert(
      fc.property(
        trace,
        fc.array(fc.nat(2000), { maxLength: 12 }),
        fc.boolean(),
        (text, cuts, instructions) => {
          const found = readAll(parserOf('lackey', { instructions }), text, cuts)
          expect(found).toEqual(readLackeyPlainly(text, 4096, instructions))
        },
      ),
      { seed: 1, numRuns: 400 },
    )
  })

  test('[X1] a text cut before every byte gives the same, and so does one without a last line feed', () => {
    const text = '==1== banner\nI  04001090,3\n S 1fff000d48,8\n M 1fff000ffc,8\r\n L 04835070,8'
    const whole = readLackeyPlainly(text, 4096, true)
    expect(whole).toHaveLength(7)
    expect(
      readAll(
        parserOf('lackey', { instructions: true }),
        text,
        [...text].map((_, i) => i),
      ),
    ).toEqual(whole)
  })

  test('[X2] an access over a boundary touches both pages, and a modify reads both before it writes both', () => {
    expect(readAll(parserOf('lackey'), ' M 00001ffc,8\n S 00002000,8\n L 00002fff,1\n')).toEqual([
      { id: 1n, write: false }, { id: 2n, write: false }, { id: 1n, write: true }, { id: 2n, write: true },
      { id: 2n, write: true }, { id: 2n, write: false },
    ]) // prettier-ignore
    const huge = readAll(parserOf('lackey', {}, 2_097_152), ' L 001fffff,2\n')
    expect(huge).toEqual([
      { id: 0n, write: false },
      { id: 1n, write: false },
    ])
  })

  test('[X2] a modify of more pages than a batch holds comes whole, over several batches', () => {
    const found = readAll(parserOf('lackey', {}, 512), ' M 0,1048576\n L 0,1\n')
    expect(found).toHaveLength(4097)
    expect(found.slice(0, 2048).every(({ id, write }, i) => id === BigInt(i) && !write)).toBe(true)
    expect(found.slice(2048, 4096).every(({ id, write }, i) => id === BigInt(i) && write)).toBe(true)
  })

  test.each([
    ['==1==\n L 04025310,x\n', 2, 6, 'no lackey record'],
    ['==1==\n L 04025310,8 \n', 2, 6, 'no lackey record'],
    [' L 12345678901234567,8\n', 1, 0, '16 hexadecimal digits'],
    [' L 04025310,99999999\n', 1, 0, 'no lackey record'],
    [' L 04025310,8\n L 04025310,', 2, 14, '" L 04025310," is no lackey record'],
    [`SB 1\n${'x'.repeat(65_537)}\n L 1,1\n`, 2, 5, 'longer than 65536 bytes'],
  ])('[X3] %# is refused with line and byte, however it is cut', (text, line, byteOffset, words) => {
    for (const cuts of [[], [3], [9, 20], [15, 40_000], [...text.slice(0, 40)].map((_, i) => i)]) {
      const refusal = refusalOf(() => readAll(parserOf('lackey'), text, cuts))
      expect(refusal).toMatchObject({ line, byteOffset })
      expect(refusal.message).toContain(words)
    }
  })

  test('[X3] a line of noise as long as is allowed is skipped, wherever it is cut', () => {
    const text = `${'x'.repeat(65_536)}\n L 1000,1\n`
    for (const cuts of [[], [10], [65_535], [65_536], [65_537]]) {
      expect(readAll(parserOf('lackey'), text, cuts)).toEqual([{ id: 1n, write: false }])
    }
  })
})
