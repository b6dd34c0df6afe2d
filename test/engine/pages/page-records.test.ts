import { expect, it } from 'vitest'
import { createPageRecords, lineShift } from '../../../main/engine/pages/page-records.ts'

it('[E30] what is taken of a record is zero at first, and nobody writes into another’s, within the line and beyond it', () => {
  const pages = 50
  const records = createPageRecords(pages)
  const columns = Array.from({ length: 24 }, (_, k) => {
    if (k % 3 === 0) {
      const { words, shift, first } = records.takeWords()
      return { numbers: words, shift, first }
    }
    if (k % 3 === 1) {
      const { singles, shift, first } = records.takeSingles()
      return { numbers: singles, shift, first }
    }
    const { doubles, shift, first } = records.takeDoubles()
    return { numbers: doubles, shift, first }
  })
  const all = () =>
    columns.map(({ numbers, shift, first }) =>
      Array.from({ length: pages }, (_, page) => numbers[(page << shift) + first]),
    )
  expect(
    all()
      .flat()
      .every((value) => value === 0),
  ).toBe(true)
  const given = columns.map((_, k) => Array.from({ length: pages }, (_unused, page) => k * 1000 + page + 1))
  for (const [k, { numbers, shift, first }] of columns.entries())
    for (let page = 0; page < pages; page++) numbers[(page << shift) + first] = given[k][page]
  expect(all()).toEqual(given)
  const inLine = columns.filter(({ shift }) => shift >= lineShift - 1).length
  expect([inLine > 8, inLine < 24]).toEqual([true, true])
})
