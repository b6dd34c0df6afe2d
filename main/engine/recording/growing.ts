type Column = Float64Array | Float32Array | Uint32Array | Uint8Array

/** The column itself while it has room for `entries`; else a copy at least twice as long. */
export function grown<T extends Column>(column: T, entries: number): T {
  if (entries <= column.length) return column
  const Longer = column.constructor as new (entries: number) => T
  const longer = new Longer(Math.max(entries, 2 * column.length, 64))
  longer.set(column)
  return longer
}
