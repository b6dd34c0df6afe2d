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

// Kept between calls: most lists are short, and there are millions of them.
let skipped = new Uint8Array(0)
let sums = new Float64Array(0)
let next = new Float64Array(0)

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
  if (skipped.length < count * width) skipped = new Uint8Array(2 * count * width)
  if (sums.length < width) [sums, next] = [new Float64Array(2 * width), new Float64Array(2 * width)]
  skipped.fill(0, 0, count * width)
  sums.fill(0, 0, width)
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
