import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sniffFormat } from '../../main/engine/traces/formats.ts'
import { parserOf, readAll, refusalOf } from './read-trace.ts'

const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const address = fc.bigInt({ min: 1n, max: 2n ** 64n - 10_000n })
const cuts = fc.array(fc.nat(3000), { maxLength: 10 })
const size = fc.constantFrom(1, 2, 4, 8, 64, 5000)

function pagesOf(at: bigint, bytes: number, write: boolean) {
  const first = at / 4096n
  const last = (at + BigInt(Math.max(1, bytes)) - 1n) / 4096n
  return Array.from({ length: Number(last - first) + 1 }, (_, i) => {
    return { id: (first + BigInt(i)) % 2n ** 64n, write }
  })
}

const request = fc.record({
  sec: fc.nat(2 ** 31),
  id: u64,
  bytes: fc.nat(1 << 20),
  next: fc.oneof(fc.constant(-1n), fc.constant(2n ** 63n - 1n), fc.bigInt({ min: 0n, max: 2n ** 40n })),
})

function oracleGeneralOf(requests: readonly { sec: number; id: bigint; bytes: number; next: bigint }[]) {
  const bytes = new Uint8Array(requests.length * 24)
  const view = new DataView(bytes.buffer)
  requests.forEach((r, i) => {
    view.setUint32(i * 24, r.sec, true)
    view.setBigUint64(i * 24 + 4, r.id, true)
    view.setUint32(i * 24 + 12, r.bytes, true)
    view.setBigInt64(i * 24 + 16, r.next, true)
  })
  return bytes
}

describe('oracleGeneral', () => {
  test('[X1] records cut anywhere are reads of their objects, and the clock is that of the first and the last', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 60 }), cuts, (requests, places) => {
        const parser = parserOf('oracleGeneral')
        const found = readAll(parser, oracleGeneralOf(requests), places)
        expect(found).toEqual(requests.map(({ id }) => ({ id, write: false })))
        expect(parser.records).toBe(requests.length)
        expect(parser.timeSpan).toEqual({ firstSec: requests[0].sec, lastSec: requests.at(-1)!.sec })
      }),
      { seed: 21, numRuns: 300 },
    )
  })

  test('[X1] more records than a batch holds come whole', () => {
    const requests = Array.from({ length: 5000 }, (_, i) => ({ sec: i, id: BigInt(i), bytes: 1, next: -1n }))
    const found = readAll(parserOf('oracleGeneral'), oracleGeneralOf(requests), [100, 50_001])
    expect(found.map(({ id }) => Number(id))).toEqual(requests.map((_, i) => i))
  })

  test('[X3] a cut record, swapped bytes and an lcs header are refused at their byte', () => {
    const requests = [3n, 5n, -1n].map((next) => ({ sec: 1, id: 7n, bytes: 4096, next }))
    const bytes = oracleGeneralOf(requests)
    for (const places of [[], [24], [30, 50]]) {
      const cut = refusalOf(() => readAll(parserOf('oracleGeneral'), bytes.slice(0, 60), places))
      expect(cut).toMatchObject({ line: undefined, byteOffset: 48 })
      expect(cut.fact).toContain('12 bytes into a record of 24')
      const swapped = bytes.slice()
      swapped.subarray(40, 48).reverse()
      expect(refusalOf(() => readAll(parserOf('oracleGeneral'), swapped, places))).toMatchObject({
        byteOffset: 24,
      })
    }
    const lcs = new Uint8Array(48)
    new DataView(lcs.buffer).setBigUint64(0, 0x123456789abcdef0n, true)
    expect(refusalOf(() => readAll(parserOf('oracleGeneral'), lcs)).wayOut).toContain('traceConv')
    expect(sniffFormat(lcs, 'x')).toBe('oracleGeneral')
  })
})

const instruction = fc.record({
  ip: address,
  branch: fc.boolean(),
  written: fc.array(fc.oneof(address, fc.constant(0n)), { minLength: 2, maxLength: 2 }),
  readFrom: fc.array(fc.oneof(address, fc.constant(0n)), { minLength: 4, maxLength: 4 }),
})

function champsimOf(
  instructions: readonly { ip: bigint; branch: boolean; written: bigint[]; readFrom: bigint[] }[],
) {
  const bytes = new Uint8Array(instructions.length * 64)
  const view = new DataView(bytes.buffer)
  instructions.forEach(({ ip, branch, written, readFrom }, i) => {
    view.setBigUint64(i * 64, ip, true)
    bytes[i * 64 + 8] = bytes[i * 64 + 9] = Number(branch)
    bytes.fill(200, i * 64 + 10, i * 64 + 16)
    const slots = [...written, ...readFrom]
    slots.forEach((slot, k) => view.setBigUint64(i * 64 + 16 + k * 8, slot, true))
  })
  return bytes
}

describe('ChampSim', () => {
  test('[X1] records cut anywhere give fetch, reads and writes of the slots in use, in this order', () => {
    fc.assert(
      fc.property(
        fc.array(instruction, { maxLength: 40 }),
        fc.boolean(),
        cuts,
        (all, instructions, places) => {
          const wanted = all.flatMap(({ ip, written, readFrom }) => [
            ...(instructions ? [{ id: ip / 4096n, write: false }] : []),
            ...readFrom.filter((at) => at !== 0n).map((at) => ({ id: at / 4096n, write: false })),
            ...written.filter((at) => at !== 0n).map((at) => ({ id: at / 4096n, write: true })),
          ])
          expect(readAll(parserOf('champsim', { instructions }), champsimOf(all), places)).toEqual(wanted)
        },
      ),
      { seed: 22, numRuns: 200 },
    )
  })

  test('[X3] [X8] records of another size are refused at their byte; four of its own are told', () => {
    const all = Array.from({ length: 900 }, (_, i) => {
      const at = BigInt(0x7fff_0000_1234 + i * 64)
      return { ip: 0x400000n + BigInt(i), branch: i % 5 === 0, written: [at, at], readFrom: [at, at, at, 1n] }
    })
    const bytes = champsimOf(all)
    expect(readAll(parserOf('champsim'), bytes, [3000])).toHaveLength(5400)
    expect(sniffFormat(bytes, 'x')).toBe('champsim')
    const wide = bytes.slice(32)
    expect(refusalOf(() => readAll(parserOf('champsim'), wide)).wayOut).toContain('64 bytes')
    expect(refusalOf(() => readAll(parserOf('champsim'), bytes.slice(0, 100), [70]))).toMatchObject({
      byteOffset: 64,
    })
  })
})

const pinRecord = fc.record({
  ip: address,
  write: fc.boolean(),
  at: address,
  bytes: fc.option(size, { nil: undefined }),
})
const viewRecord = fc.record({
  op: fc.constantFrom('read', 'write', 'ifetch', 'pref-w'),
  bytes: size,
  at: address,
})

describe('pinatrace', () => {
  test('[X1] lines cut anywhere give their address, with every page of their size where there is one', () => {
    const noise = fc.constantFrom('#eof', '', 'program output', '0x', '0xzz: R')
    fc.assert(
      fc.property(fc.array(fc.oneof(pinRecord, noise), { maxLength: 40 }), cuts, (lines, places) => {
        const text = lines.map((line) => {
          if (typeof line === 'string') return line
          const tail = line.bytes === undefined ? '' : `   ${line.bytes} 0x1f`
          return `0x${line.ip.toString(16)}: ${line.write ? 'W' : 'R'}  0x${line.at.toString(16)}${tail}`
        }) // prettier-ignore
        const wanted = lines.flatMap((line) =>
          typeof line === 'string' ? [] : pagesOf(line.at, line.bytes ?? 1, line.write),
        )
        expect(readAll(parserOf('pinatrace'), text.join('\n'), places)).toEqual(wanted)
      }),
      { seed: 23, numRuns: 300 },
    )
  })

  test.each([
    '0x1: X 0x2\n',
    '0x1: R 2\n',
    '0x1: R 0x\n',
    '0x1: R 0x12345678901234567\n',
    '0x1: R 0x2 9999999\n',
  ])('[X3] %j is refused with line and byte', (text) => {
    for (const places of [[], [5], [9, 10]]) {
      const refusal = refusalOf(() => readAll(parserOf('pinatrace'), `#\n${text}`, places))
      expect(refusal).toMatchObject({ line: 2, byteOffset: 2 })
    }
  })
})

describe('DynamoRIO view', () => {
  test('[X1] lines cut anywhere give reads, writes, and fetches when asked; markers and prefetches are noise', () => {
    const noise = fc.constantFrom(
      'Output format:',
      '------',
      '  4  1: 3264 <marker: timestamp 13312570674112282>',
      '  1 0: 3 <marker: tid 4 on core 2>',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(viewRecord, noise), { maxLength: 40 }), fc.boolean(), cuts, (lines, instructions, places) => {
        const text = lines.map((line, i) => {
          if (typeof line === 'string') return line
          const at = `0x${line.at.toString(16).padStart(16, '0')}`
          return `${String(i).padStart(12)} ${String(i).padStart(11)}:     3264 ${line.op.padEnd(12)} ${line.bytes} byte(s) @ ${at} by PC 0x00007f20df6a1d73`
        })
        const wanted = lines.flatMap((line) => {
          if (typeof line === 'string' || line.op === 'pref-w' || (line.op === 'ifetch' && !instructions)) return []
          return pagesOf(line.at, line.bytes, line.op === 'write')
        })
        const found = readAll(parserOf('dynamorioView', { instructions }), text.join('\n'), places)
        expect(found).toEqual(wanted)
      }),
      { seed: 24, numRuns: 300 },
    ) // prettier-ignore
  })

  test('[X10] timestamps span the trace; a record without an address is refused', () => {
    const parser = parserOf('dynamorioView')
    readAll(parser, '1 1: 3 <marker: timestamp 2000000>\n2 1: 3 <marker: timestamp 3500000>\n')
    expect(parser.timeSpan).toEqual({ firstSec: 2, lastSec: 3.5 })
    const cut = refusalOf(() => readAll(parserOf('dynamorioView'), 'x\n 1 1: 3 read   8 byte(s) @ 0x', [4]))
    expect(cut).toMatchObject({ line: 2, byteOffset: 2 })
  })
})

describe('sniffing', () => {
  test.each([
    ['0x401000: R 0x7ffd1234\n0x401004: W 0x7ffd1238\n#eof\n', 'pinatrace'],
    ['           5           1:     3264 read         8 byte(s) @ 0x00007ffc by PC 0x7f\n', 'dynamorioView'],
    ['x 44 [003] 1.5:  1 cpu/mem-loads,ldlat=30/P:  7fff00001000  68100142 |OP LOAD|LVL L3\n', 'perfScript'],
    ['base_time_absolute: 1 s\n\n563ebaa00000-563ebc99e000(  31.617 MiB):        1\n', 'damonRaw'],
    ['563ebaa00000-563ebc99e000 (  31.617 MiB)      1    12\n', 'damonRaw'],
    ['k 4 [0] 8.3: damon:damon_aggregated: target_id=1 nr_regions=1 4096-8192: 0 3\n', 'damonRaw'],
    ['[{"kdamond_idx": 0, "snapshots": []}]', 'damonJson'],
    ['DRAMREAD 0x401000 12 12 0x7fff0000\n', 'memtis'],
  ])('[X8] %j is %s', (text, format) => {
    expect(sniffFormat(new TextEncoder().encode(text), 'x')).toBe(format)
  })

  test('[X8] requests are told by what their fields may be, and no other format is', () => {
    const requests = Array.from({ length: 80 }, (_, i) => {
      return { sec: i >> 3, id: BigInt(i % 7), bytes: 4096, next: BigInt(i + 7) }
    })
    expect(sniffFormat(oracleGeneralOf(requests), 'x')).toBe('oracleGeneral')
    expect(
      sniffFormat(
        Uint8Array.from({ length: 4096 }, (_, i) => (i * 167) ^ (i >> 3)),
        'x',
      ),
    ).toBeUndefined()
    expect(sniffFormat(new Uint8Array(4096).fill(0xff), 'x')).toBeUndefined()
  })
})
