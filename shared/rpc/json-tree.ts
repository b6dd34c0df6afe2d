import { LabError } from '../contract/errors.ts'

/**
 * Plain values as JSON can say them. What it cannot say becomes an object with one `$` key: typed arrays stand for
 * their place in a list of columns, and NaN, the infinities and −0 are named. Fields that are undefined are left
 * out. A field of ours that begins with `$` gets a second one, so nothing that is sent can be taken for a mark.
 */
export type Column =
  | Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array
  | Float32Array | Float64Array | BigInt64Array | BigUint64Array // prettier-ignore

/** Deeper than any document of ours, shallow enough for any stack. */
const maxDepth = 64

const odd: Readonly<Record<string, number | undefined>> = {
  NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity, '-0': -0, undefined,
} // prettier-ignore

/** Appends the typed arrays it meets to `columns`. Throws on what is no plain data: that is a bug of the sender. */
export function toJsonTree(value: unknown, columns: Column[], depth = 0): unknown {
  if (depth > maxDepth) throw new Error(`bug: a value nested deeper than ${maxDepth} cannot be sent`)
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'undefined':
      return { $number: 'undefined' }
    case 'number':
      if (Number.isFinite(value) && !Object.is(value, -0)) return value
      return { $number: Object.is(value, -0) ? '-0' : String(value) }
    case 'object':
      break
    default:
      throw new Error(`bug: a ${typeof value} cannot be sent`)
  }
  if (value === null) return null
  if (Array.isArray(value)) return value.map((item) => toJsonTree(item, columns, depth + 1))
  if (ArrayBuffer.isView(value)) {
    if (value instanceof DataView) throw new Error('bug: a DataView cannot be sent')
    return { $column: columns.push(value as Column) - 1 }
  }
  if (!isPlain(value)) throw new Error(`bug: an object of class ${value.constructor?.name} cannot be sent`)
  const tree: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue
    if (key === '__proto__') throw new Error('bug: a field called "__proto__" cannot be sent')
    tree[key.startsWith('$') ? `$${key}` : key] = toJsonTree(field, columns, depth + 1)
  }
  return tree
}

/** The value again. Works in place on a tree fresh from JSON.parse; refuses what `toJsonTree` would not have made. */
export function fromJsonTree(tree: unknown, columns: readonly Column[], depth = 0): unknown {
  if (depth > maxDepth) refuse('nested too deeply')
  if (typeof tree !== 'object' || tree === null) return tree
  if (Array.isArray(tree)) {
    const items: unknown[] = tree
    for (let i = 0; i < items.length; i++) items[i] = fromJsonTree(items[i], columns, depth + 1)
    return items
  }
  const fields = tree as Record<string, unknown>
  const keys = Object.keys(fields)
  if (keys.includes('__proto__')) refuse('a field called "__proto__"')
  if (keys.some((key) => key.startsWith('$'))) return marked(fields, keys, columns, depth)
  for (const key of keys) fields[key] = fromJsonTree(fields[key], columns, depth + 1)
  return fields
}

/** An object with a `$` key: a mark, or fields of a document that begin so. */
function marked(
  fields: Record<string, unknown>,
  keys: readonly string[],
  columns: readonly Column[],
  depth: number,
): unknown {
  if (keys.length === 1 && keys[0] === '$column') {
    const place = fields.$column
    const column = typeof place === 'number' ? columns[place] : undefined
    return column ?? refuse('a column that is not there')
  }
  if (keys.length === 1 && keys[0] === '$number') {
    const name = fields.$number
    if (typeof name === 'string' && Object.hasOwn(odd, name)) return odd[name]
    refuse('an unknown number')
  }
  const out: Record<string, unknown> = {}
  for (const key of keys) {
    if (key.startsWith('$') && !key.startsWith('$$')) refuse('an unknown mark')
    out[key.startsWith('$') ? key.slice(1) : key] = fromJsonTree(fields[key], columns, depth + 1)
  }
  return out
}

/** By the prototype's own prototype, since values may come from another realm (a worker, a test's sandbox). */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function refuse(what: string): never {
  throw new LabError(
    'bad-request',
    `a frame holds ${what}`,
    'reload the window; if it happens again, report it',
  )
}
