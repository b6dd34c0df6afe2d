import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonicalText, contentHash } from '../../shared/base/content-hash.ts'

describe('the content hash', () => {
  test('[T13] is SHA-256, as Node computes it, at every length around a block', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(contentHash(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
      }),
      { seed: 3, numRuns: 400 },
    )
    expect(contentHash('µs')).toBe(createHash('sha256').update('µs').digest('hex'))
  })

  test('[T13] of a value does not see the order of fields, and sees everything else', () => {
    expect(canonicalText({ b: [1, '1'], a: { y: 0, x: undefined } })).toBe('{"a":{"y":0},"b":[1,"1"]}')
    expect(canonicalText(-0)).not.toBe(canonicalText(0))
    expect(canonicalText('1')).not.toBe(canonicalText(1))
  })
})
