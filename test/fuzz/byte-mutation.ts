import fc from 'fast-check'

/** One change to a run of bytes; places are shares of its length, so that a change means something after another. */
type Change =
  | { readonly kind: 'flip' | 'set'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut' | 'drop' | 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }

const at = fc.double({ min: 0, max: 1, noNaN: true })
const telling = [
  '\n',
  '\r\n',
  ',',
  ' ',
  '\0',
  '"',
  '-1',
  '0x',
  '1e999',
  '18446744073709551616',
  '\xff\xff\xff\xff',
]
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom('flip', 'set'), at, byte: fc.integer({ min: 0, max: 255 }) }),
  fc.record({
    kind: fc.constantFrom('cut', 'drop', 'repeat'),
    at,
    length: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    at,
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.constantFrom(...telling).map((text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))),
    ),
  }),
)

function changed(bytes: Uint8Array, what: Change): Uint8Array {
  const place = Math.min(bytes.length, Math.floor(what.at * (bytes.length + 1)))
  const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
  switch (what.kind) {
    case 'flip':
      return bytes.map((byte, i) => (i === place ? byte ^ what.byte : byte))
    case 'set':
      return bytes.map((byte, i) => (i === place ? what.byte : byte))
    case 'cut':
      return bytes.slice(0, place)
    case 'drop':
      return join(bytes.slice(0, place), bytes.slice(place + what.length))
    case 'repeat':
      return join(bytes.slice(0, place + what.length), bytes.slice(place))
    case 'insert':
      return join(bytes.slice(0, place), what.bytes, bytes.slice(place))
  }
}

/** Well-formed examples after a few changes, and bytes from nowhere. */
export function mutated(examples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(change, { maxLength: 6 })
  const near = fc
    .tuple(fc.constantFrom(...examples), changes)
    .map(([example, list]) => list.reduce(changed, example))
  return fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) })
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
