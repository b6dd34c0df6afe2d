/** Sums over pages in a binary indexed tree: a weight changes, and a page is found by its share, in log n steps. */
export interface WeightTree {
  readonly total: number
  add(page: number, change: number): void
  /** The page at which the sums, in order of pages, pass `target` of 0 … total. */
  find(target: number): number
}

export function createWeightTree(weights: Float32Array): WeightTree {
  const pages = weights.length
  const sums = new Float64Array(pages + 1)
  let topStep = 1
  while (topStep * 2 <= pages) topStep *= 2
  let total = 0
  for (let page = 0; page < pages; page++) {
    total += weights[page]
    sums[page + 1] += weights[page]
    const parent = page + 1 + ((page + 1) & -(page + 1))
    if (parent <= pages) sums[parent] += sums[page + 1]
  }
  return {
    get total() {
      return total
    },
    add(page, change) {
      total += change
      for (let at = page + 1; at <= pages; at += at & -at) sums[at] += change
    },
    find(target) {
      let left = target
      let at = 0
      for (let step = topStep; step > 0; step >>= 1) {
        if (at + step > pages || sums[at + step] > left) continue
        at += step
        left -= sums[at]
      }
      return at < pages ? at : pages - 1
    },
  }
}
