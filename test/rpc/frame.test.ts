import fc from 'fast-check'
import assert from 'node:assert'
import { describe, expect, test } from 'vitest'
import { LabError } from '../../shared/contract/errors.ts'
import { decodeFrame, encodeFrame, requestLimits } from '../../shared/rpc/frame.ts'

const column = fc.oneof(
  fc.int8Array(), fc.uint8Array(), fc.uint8ClampedArray(), fc.int16Array(), fc.uint16Array(), fc.int32Array(),
  fc.uint32Array(), fc.float32Array(), fc.float64Array(), fc.bigInt64Array(), fc.bigUint64Array(),
) // prettier-ignore
const field = fc.oneof(fc.string(), fc.constantFrom('$column', '$number', '$', '$$x', 'constructor'))
const leaf = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.double(), fc.integer(), fc.boolean(), fc.constant(null), column,
) // prettier-ignore
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 5 }),
  object: fc.dictionary(
    field.filter((name) => name !== '__proto__'),
    tie('value'),
    { maxKeys: 5, noNullPrototype: true },
  ),
}))

const decode = (bytes: Uint8Array) => decodeFrame(bytes, requestLimits)

describe('a frame', () => {
  test('[T1] gives back every plain value and every kind of column, bit for bit', () => {
    fc.assert(
      fc.property(value, (sent) => {
        assert.deepStrictEqual(decode(encodeFrame(sent)), sent)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  test('[T2] carries the part of a buffer that a view shows, and nothing around it', () => {
    const whole = Float64Array.from({ length: 1000 }, (_, i) => i)
    const frame = encodeFrame({ part: whole.subarray(3, 6), bytes: new Uint8Array(whole.buffer, 5, 3) })
    expect(frame.byteLength).toBeLessThan(160)
    expect(decode(frame)).toStrictEqual({
      part: Float64Array.of(3, 4, 5),
      bytes: new Uint8Array(whole.buffer, 5, 3).slice(),
    })
  })

  test('[T2] is read in place where it arrives aligned, and copied once where it does not', () => {
    const frame = encodeFrame({ a: Uint8Array.of(1, 2, 3), b: Float64Array.of(0.5) })
    const shifted = new Uint8Array(frame.byteLength + 3).subarray(3)
    shifted.set(frame)
    const inPlace = decode(frame) as { b: Float64Array }
    const copied = decode(shifted) as { b: Float64Array }
    expect([inPlace.b.buffer === frame.buffer, copied.b.buffer === shifted.buffer]).toEqual([true, false])
    expect(copied).toStrictEqual(inPlace)
    expect(decode(Buffer.from(shifted.buffer, 3))).toStrictEqual(inPlace)
  })

  test('[T1] leaves out undefined fields and keeps undefined items', () => {
    expect(decode(encodeFrame({ a: undefined, list: [1, undefined] }))).toStrictEqual({
      list: [1, undefined],
    })
  })

  test('[T3] with any bytes changed, cut or added is read as some value or refused, and does nothing else', () => {
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) })
    fc.assert(
      fc.property(
        value,
        fc.array(change, { maxLength: 6 }),
        fc.integer({ min: -9, max: 9 }),
        (sent, changes, by) => {
          const frame = encodeFrame(sent)
          const hostile = new Uint8Array(Math.max(0, frame.byteLength + by))
          hostile.set(frame.subarray(0, hostile.byteLength))
          if (hostile.byteLength > 0) for (const { at, to } of changes) hostile[at % hostile.byteLength] = to
          try {
            decode(hostile)
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(LabError)
            expect((thrown as LabError).code).toBe('bad-request')
          }
        },
      ),
      { seed: 2, numRuns: 2000 },
    )
  })

  test.each([
    ['a field called __proto__', '{"a":{"__proto__":{"x":1}}}'],
    ['a field called __proto__ beside a mark', '{"$$a":1,"__proto__":{"x":1}}'],
    ['a column that is not there', '{"$column":1}'],
    ['a column named by a property', '{"$column":"length"}'],
    ['a number named by a property', '{"$number":"constructor"}'],
    ['a mark with company', '{"$column":0,"x":1}'],
    ['nesting without end', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['text that is not JSON', '{x'],
  ])('[T3] is refused when its head holds %s', (_name, head) => {
    expect(() => decode(frameWithHead(head))).toThrow(LabError)
  })

  test('[T3] is refused beyond its limits before anything is read', () => {
    const frame = encodeFrame('x'.repeat(1000))
    expect(() => decodeFrame(frame, { maxBytes: 100, maxHeadBytes: 100 })).toThrow('a frame has 1024 bytes')
    expect(() => decodeFrame(frame, { maxBytes: 2000, maxHeadBytes: 100 })).toThrow('does not fit')
  })

  test('[T1] refuses to be made of what is no plain data', () => {
    for (const odd of [() => 1, Symbol('x'), 1n, new Map(), new Date(0), new DataView(new ArrayBuffer(8))])
      expect(() => encodeFrame({ odd })).toThrow('bug:')
  })
})

function frameWithHead(head: string): Uint8Array {
  const frame = encodeFrame('x'.repeat(head.length - 2))
  frame.set(new TextEncoder().encode(head), 16)
  return frame
}
