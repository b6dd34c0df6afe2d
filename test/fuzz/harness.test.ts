import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { traceFormatOf } from '../../main/engine/traces/formats.ts'
import type { TraceFormat, TraceParser } from '../../main/engine/traces/trace-parser.ts'
import { traceTarget } from './properties.ts'

const csv = traceFormatOf('csv')

/** The CSV parser with something done to it. */
const spoilt = (change: (parser: TraceParser) => TraceParser): TraceFormat => ({
  ...csv,
  createParser: (options) => change(csv.createParser(options)),
})

/** Each a mistake that somebody could make. */
const planted: Record<string, TraceFormat> = {
  'a record cut by the end of a block is lost': spoilt((parser) => ({
    ...parser,
    push: (bytes) => parser.push(bytes.subarray(0, bytes.lastIndexOf(10) + 1)),
    read: (batch) => parser.read(batch),
  })),
  'the last record without its line feed is lost': spoilt((parser) => ({
    ...parser,
    push: (bytes) => parser.push(bytes.at(-1) === 10 ? bytes : bytes.subarray(0, -1)),
    read: (batch) => parser.read(batch),
  })),
  'a zero byte is thrown out of the window': spoilt((parser) => ({
    ...parser,
    push(bytes) {
      if (bytes.includes(0)) throw new RangeError('a zero byte')
      parser.push(bytes)
    },
    read: (batch) => parser.read(batch),
  })),
  'a refusal without the way out': spoilt((parser) => ({
    ...parser,
    read(batch) {
      try {
        return parser.read(batch)
      } catch (thrown) {
        throw Object.assign(thrown as Error, { wayOut: '' })
      }
    },
  })),
}

describe('the fuzz itself', () => {
  test.each(Object.entries(planted))('[Z10] finds a planted bug: %s', (_name, format) => {
    const found = fc.check(traceTarget(format).property, { seed: 5, numRuns: 150 })
    expect(found.failed).toBe(true)
    expect(found.numRuns).toBeLessThan(150)
  })

  test('[Z10] and finds nothing in the parser that they were planted into', () => {
    expect(fc.check(traceTarget(spoilt((parser) => parser)).property, { seed: 5, numRuns: 150 }).failed).toBe(
      false,
    )
  })

  test.each([
    [['--minuts', '1'], /^fuzz: Unknown option '--minuts'; it takes --minutes N, .+\n$/],
    [['--minutes', 'long'], /^fuzz: --minutes is a number above 0, .+\n$/],
    [['--minutes'], /^fuzz: .*--minutes.*; it takes .+\n$/],
    [['--only', 'nothing'], /^fuzz: .*--only one of "trace lackey", .+\n$/],
    [['word'], /^fuzz: Unexpected argument 'word'; it takes .+\n$/],
  ])('[Z11] npm run fuzz %j says in one sentence what is wrong, and ends with 2', (words, said) => {
    const script = new URL('fuzz.ts', import.meta.url).pathname
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(said)
  })
})
