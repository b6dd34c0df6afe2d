import { bitsAt, createStream } from '../../../shared/base/random.ts'

/** Share of the pages whose details are kept once the budget is spent. */
export const keptShare = 1 / 64

const keptBelow = 4294967296 * keptShare

/** Says of a page (or cell) whether its details are kept beyond the budget: a pure function of seed and page. */
export function createKeptPages(keepSeed: number): (page: number) => boolean {
  const stream = createStream(keepSeed, 'kept pages')
  return (page) => bitsAt(stream, page, 0) < keptBelow
}
