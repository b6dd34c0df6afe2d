import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnRoles, foundRole, roleOf, withRole } from '../../renderer/views/setup/trace/column-roles.ts'
import { tableOf as csvTable } from '../../main/engine/traces/formats/csv-table.ts'
import type { TraceTable } from '../../shared/documents/traces/trace-info.ts'

const tableOf = (names: readonly string[], columns: number): TraceTable => ({
  delimiter: ',', hasHeader: names.length > 0, names, columns, rows: [],
}) // prettier-ignore

const named = tableOf(['time', 'Addr', 'op', 'size', 'op', '2'], 6)

test('[V17] choosing a role writes the field that the reader understands, by name where it is the only one', () => {
  const choice = { kind: 'trace' }
  expect(withRole(choice, named, 1, 'address')).toEqual({ addressColumn: 'Addr' })
  expect(withRole(choice, named, 2, 'op')).toEqual({ opColumn: '3' })
  expect(withRole(choice, tableOf([], 3), 2, 'id')).toEqual({ idColumn: '3' })
  expect(roleOf({ kind: 'trace', addressColumn: 'addr' }, named, 1)).toBe('address')
  expect(roleOf({ kind: 'trace', idColumn: '2' }, named, 5)).toBe('id')
  const sized = { kind: 'trace', addressColumn: 'Addr', sizeColumn: 'size' }
  expect(withRole(sized, named, 0, 'id')).toEqual({ idColumn: 'time' })
  expect(withRole(sized, named, 1, 'none')).toEqual({ sizeColumn: 'size' })
})

test('[V17] whatever is clicked, each role is of at most one column, and objects have neither address nor size', () => {
  const step = fc.tuple(fc.nat(5), fc.constantFrom(...columnRoles))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.boolean(), (steps, hasNames) => {
      const table = hasNames ? named : tableOf([], 6)
      let choice: Record<string, string> & { kind: string } = { kind: 'trace' }
      for (const [column, role] of steps) {
        choice = { kind: 'trace', ...withRole(choice, table, column, role) }
        expect(roleOf(choice, table, column)).toBe(role)
        const roles = [0, 1, 2, 3, 4, 5].map((other) => roleOf(choice, table, other)).filter((other) => other !== 'none')
        expect(new Set(roles).size).toBe(roles.length)
        expect(roles).toHaveLength(Object.keys(choice).length - 1)
        if (roles.includes('id')) expect(roles).not.toContain('address')
        if (roles.includes('id')) expect(roles).not.toContain('size')
      }
    }),
    { seed: 41, numRuns: 300 },
  ) // prettier-ignore
})

test('[V98] what the reader finds by name is told of its column, until another column is chosen', () => {
  const usual = { pageBytes: 4096, delimiter: 'auto', header: 'auto', idColumn: '', addressColumn: '', opColumn: '', sizeColumn: '', instructions: false, sampleShare: 1 } as const // prettier-ignore
  const found = (chosen: { readonly idColumn?: string }) => {
    const text = new TextEncoder().encode('time_us,op,address,size\n0,read,0x10,64\n')
    const table = csvTable(text, { ...usual, ...chosen })
    return [0, 1, 2, 3].map((column) => foundRole(table, column))
  }
  expect(found({})).toEqual(['none', 'op', 'address', 'size'])
  expect(found({ idColumn: 'time_us' })).toEqual(['id', 'none', 'none', 'none'])
  expect(found({ idColumn: 'nowhere' })).toEqual(['none', 'none', 'none', 'none'])
})
