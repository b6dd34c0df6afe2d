import type { DecisionPage } from '../../../shared/contract/run-queries.ts'

/** Each page once, from the lowest up: the place of its last decision among these, and how many there are. */
export function lastOfPages({
  rows,
}: Pick<DecisionPage, 'rows'>): { page: number; i: number; count: number }[] {
  const last = new Map<number, { page: number; i: number; count: number }>()
  for (let i = 0; i < rows.rows; i++) {
    const page = rows.page[i]
    last.set(page, { page, i, count: (last.get(page)?.count ?? 0) + 1 })
  }
  return [...last.values()].sort((a, b) => a.page - b.page)
}
