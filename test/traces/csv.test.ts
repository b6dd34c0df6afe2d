import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accessesOfRows } from './plain-readers.ts'
import { parserOf, readAll, refusalOf } from './read-trace.ts'

const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const op = fc.constantFrom(
  'r',
  'R',
  'w',
  'W',
  'load',
  'Store',
  'GET',
  'set',
  '0',
  '1',
  'read',
  'WRITE',
  'm',
  'put',
)
const row = fc.record({
  id: u64,
  op,
  size: fc.integer({ min: 0, max: 20_000 }),
  hex: fc.boolean(),
  other: fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
})
const table = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 40 }),
  delimiter: fc.constantFrom(',', ';', 'tab', 'space'),
  quoted: fc.boolean(),
  header: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n'),
  cuts: fc.array(fc.nat(2500), { maxLength: 10 }),
})
const marks = { ',': ',', ';': ';', tab: '\t', space: ' ' } as const

describe('csv', () => {
  test('[X1] [X5] any table cut anywhere, by named or numbered columns, gives the accesses of its rows', () => {
    fc.assert(
      fc.property(table, fc.boolean(), ({ rows, delimiter, quoted, header, end, cuts }, isAddress) => {
        const mark = marks[delimiter as ',']
        const plain = delimiter === 'space'
        const cell = (text: string) =>
          quoted && !plain ? `"${text.replaceAll('"', '""')}"` : text.replaceAll(/[",;\t\r\n ]/g, '_')
        const lines = rows.map((r) => {
          const id = r.hex ? `0x${r.id.toString(16)}` : String(r.id)
          return [cell(`x${r.other}`), r.op, cell(id), String(r.size)].join(mark) + end
        })
        const text =
          (header ? [cell('note'), 'What', 'Where', 'bytes'].join(mark) + end : '') + lines.join('')
        const [what, where, bytes] = header ? ['what', 'Where', 'bytes'] : ['2', '3', '4']
        const values = { delimiter, header: header ? 'auto' : 'no', opColumn: what }
        const columns = isAddress ? { addressColumn: where, sizeColumn: bytes } : { idColumn: where }
        const wanted = accessesOfRows(
          rows.map((r) => (isAddress ? r : { id: r.id, op: r.op })),
          isAddress ? 4096 : undefined,
        ).map(({ id, write }) => ({ id: id & (2n ** 64n - 1n), write }))
        expect(readAll(parserOf('csv', { ...values, ...columns }), text, cuts)).toEqual(wanted)
      }),
      { seed: 5, numRuns: 400 },
    )
  })

  test.each([
    ['7\n7\n9\n', {}, ['7', '7', '9']],
    ['7,x\n\n# note\n   \n9,y', {}, ['7', '9']],
    ['\ufeff7\n9\n', {}, ['7', '9']],
    ['\ufeffobj_id,t\n9,1\n', { idColumn: 'obj_id' }, ['9']],
    ['id\n5\n', {}, ['5']],
    ['key;size\n5;100000\n', {}, ['5']],
    ['t addr\n1   8192\n2\t4096 \n', {}, ['2', '1']],
    ['t\taddr\n\t8192\n', {}, ['2']],
    ['time,address,op,size\n1,4095,W,2\n', {}, ['0', '1']],
    [
      'time,obj\n1,18446744073709551615\n2,0xffffffffffffffff\n',
      {},
      ['18446744073709551615', '18446744073709551615'],
    ],
    ['1,2\n3,4\n', { header: 'yes', idColumn: '2' }, ['4']],
    ['2024,2\n2025,4\n', { header: 'auto', idColumn: '2' }, ['2', '4']],
    ['"a ""b""",id\n"x,y",3\n', { idColumn: 'id' }, ['3']],
  ] as const)('[X5] %j with %j finds the ids %j', (text, values, ids) => {
    expect(readAll(parserOf('csv', values), text).map(({ id }) => String(id))).toEqual(ids)
  })

  test.each([
    ['a,b\n1,2\n', {}, 1, 0, 'name the object column or the address column'],
    ['id,op\n1,r\n2,x\n', {}, 3, 10, '"x" in column 2 is no read or write'],
    ['id\n1\n-2\n', {}, 3, 5, '"-2" in column 1 is not a number'],
    ['id\n18446744073709551616\n', {}, 2, 3, 'more than 64 bits'],
    ['id\n0x10000000000000000\n', {}, 2, 3, 'more than 64 bits'],
    ['id\n99999999999999999999999\n', {}, 2, 3, 'more than 64 bits'],
    ['t,id\n1,5\n\n2\n', {}, 4, 10, '1 of the 2 columns'],
    ['t,id\n1,\n', {}, 2, 5, '"" in column 2 is empty'],
    ['t,id\n"1,5\n', {}, 2, 5, 'a quote is not closed'],
    ['t,id\n"1"x,5\n', {}, 2, 5, 'behind the quotes'],
    ['addr,size\n1,5000000000\n', {}, 2, 10, 'more bytes than one access has'],
    ['t,id\n1,5\n', { idColumn: 'ids' }, 1, 0, 'did you mean "id"?'],
    ['1,5\n', { idColumn: '3' }, 1, 0, 'there is no column 3'],
    ['1,5\n', { idColumn: 'id', header: 'no' }, 1, 0, 'name it by number'],
    ['1,5\n', { idColumn: '1', addressColumn: '2' }, undefined, 0, 'name one of the two'],
    ['1,5\n', { idColumn: '1', sizeColumn: '2' }, undefined, 0, 'remove the size column'],
    [`id\n${'1'.repeat(65_537)}\n`, {}, 2, 3, ''],
  ])('[X3] %# is refused with line, byte and way out', (text, values, line, byteOffset, words) => {
    for (const cuts of [[], [1], [4, 5, 6]]) {
      const refusal = refusalOf(() => readAll(parserOf('csv', values), text, cuts))
      expect(refusal).toMatchObject({ line, byteOffset })
      expect(refusal.message).toContain(words)
      expect(refusal.wayOut).toMatch(/\S/)
    }
  })
})
