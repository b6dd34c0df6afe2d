/**
 * Cells of the table below which the best assignment is looked for; longer lists of one page are matched by taking for
 * each the nearest that leaves enough for the rest.
 */
const mostCells = 1 << 20

/**
 * Assigns each of the ascending times `few` to another one of the ascending times `many`, in order, so that the sum of
 * their distances is least. `put(i, j)` is told every pair.
 */
export function nearestInOrder(
  few: ArrayLike<number>,
  many: ArrayLike<number>,
  put: (i: number, j: number) => void,
): void {
  const slack = many.length - few.length
  let start = 0
  while (start < few.length && few[start] === many[start]) {
    put(start, start)
    start++
  }
  let end = few.length
  while (end > start && few[end - 1] === many[end - 1 + slack]) {
    end--
    put(end, end + slack)
  }
  const count = end - start
  if (slack === 0) for (let i = start; i < end; i++) put(i, i)
  else if (count > 0 && count * (slack + 1) <= mostCells) best(few, many, start, count, slack, put)
  else greedy(few, many, start, end, slack, put)
}

/** `skipped[i][s]`: whether, with s of `many` passed over in all by place i, the last step was one more to pass over. */
function best(
  few: ArrayLike<number>,
  many: ArrayLike<number>,
  start: number,
  count: number,
  slack: number,
  put: (i: number, j: number) => void,
): void {
  const width = slack + 1
  const skipped = new Uint8Array(count * width)
  let sums = new Float64Array(width)
  let next = new Float64Array(width)
  for (let i = 0; i < count; i++) {
    let least = Infinity
    for (let s = 0; s < width; s++) {
      const here = sums[s] + Math.abs(few[start + i] - many[start + i + s])
      if (here < least) least = here
      else skipped[i * width + s] = 1
      next[s] = least
    }
    ;[sums, next] = [next, sums]
  }
  let s = slack
  for (let i = count - 1; i >= 0; i--) {
    while (skipped[i * width + s] === 1) s--
    put(start + i, start + i + s)
  }
}

function greedy(
  few: ArrayLike<number>,
  many: ArrayLike<number>,
  start: number,
  end: number,
  slack: number,
  put: (i: number, j: number) => void,
): void {
  let j = start
  for (let i = start; i < end; i++) {
    while (j < i + slack && Math.abs(many[j + 1] - few[i]) < Math.abs(many[j] - few[i])) j++
    put(i, j++)
  }
}
