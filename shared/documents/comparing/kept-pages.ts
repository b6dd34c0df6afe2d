import { bitsAt, createStream } from '../../base/random.ts'

/** Share of the pages whose details are kept once the budget is spent. */
export const keptShare = 1 / 64

/**
 * Says of a page (or cell) whether its details are kept beyond the budget: a pure function of seed and page, so that
 * whoever reads a recording knows the pages without being told.
 */
export function createKeptPages(keepSeed: number, share = keptShare): (page: number) => boolean {
  const stream = createStream(keepSeed, 'kept pages')
  const keptBelow = 4294967296 * share
  return (page) => bitsAt(stream, page, 0) < keptBelow
}
