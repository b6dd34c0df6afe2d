import { importsOf } from './import-table.ts'
import type { SourceFile } from './source-files.ts'

/**
 * Files that import each other, directly or through others, types included: each circle as its paths in alphabetical
 * order. Components connected both ways, by R. Tarjan's walk.
 */
export function circles(files: readonly SourceFile[]): string[][] {
  const known = new Set(files.map(({ path }) => path))
  const targets = new Map(
    files.map(({ path, text }) => [path, importsOf(path, text).filter((to) => known.has(to))]),
  )
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: string[][] = []

  function walk(path: string): number {
    const number = order.size
    order.set(path, number)
    let low = number
    open.push(path)
    for (const to of targets.get(path) ?? []) {
      if (!order.has(to)) low = Math.min(low, walk(to))
      else if (open.includes(to)) low = Math.min(low, lowest.get(to) ?? order.get(to) ?? low)
    }
    lowest.set(path, low)
    if (low === number) {
      const circle = open.splice(open.indexOf(path))
      if (circle.length > 1 || targets.get(path)?.includes(path)) found.push(circle.sort())
    }
    return low
  }

  for (const { path } of files) if (!order.has(path)) walk(path)
  return found
}
