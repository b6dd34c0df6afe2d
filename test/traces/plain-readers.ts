/** Readings of traces that are too plain to be wrong: whole text, regular expressions, BigInt. For tests only. */

export interface PlainAccess {
  readonly id: bigint
  readonly write: boolean
}

function pagesOf(address: bigint, size: number, pageBytes: number): bigint[] {
  const first = address / BigInt(pageBytes)
  const last = (address + BigInt(Math.max(1, size)) - 1n) / BigInt(pageBytes)
  return Array.from({ length: Number(last - first) + 1 }, (_, i) => first + BigInt(i))
}

export function readLackeyPlainly(text: string, pageBytes: number, instructions: boolean): PlainAccess[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(I {2}| [LSM] )([0-9a-fA-F]+),(\d+)\r?$/.exec(line)
    const [, kind = '', address = '', size = ''] = match ?? []
    if (match === null || (kind.startsWith('I') && !instructions)) return []
    const pages = pagesOf(BigInt(`0x${address}`), Number(size), pageBytes)
    const reads = pages.map((id) => ({ id, write: false }))
    const writes = pages.map((id) => ({ id, write: true }))
    if (kind.includes('M')) return [...reads, ...writes]
    return kind.includes('S') ? writes : reads
  })
}

export interface PlainRow {
  readonly id: bigint
  readonly op?: string
  readonly size?: number
}

export function accessesOfRows(rows: readonly PlainRow[], pageBytes: number | undefined): PlainAccess[] {
  return rows.flatMap(({ id, op = 'r', size = 1 }) => {
    const pages = pageBytes === undefined ? [id] : pagesOf(id, size, pageBytes)
    const reads = pages.map((page) => ({ id: page, write: false }))
    const writes = pages.map((page) => ({ id: page, write: true }))
    if (/^(m|modify|rmw|update)$/i.test(op)) return [...reads, ...writes]
    return /^(w|wr|write|s|st|store|set|put|1)$/i.test(op) ? writes : reads
  })
}
