import { createSequence, createStream, fillPermutation } from '../../../shared/base/random.ts'
import type { ParamRow } from '../../../shared/documents/part.ts'
import type { Sweep } from '../workload.ts'
import { createRankSampler } from './rank-sampler.ts'
import { fillZipfShares } from './zipf-shares.ts'

/**
 * How the accesses of a row of a table (a phase, a group) fall on a stretch of pages: uniformly, by Zipf with ranks
 * scattered, a hot first part, or in order.
 */
export interface Pattern {
  readonly firstPage: number
  readonly pageCount: number
  /** Shares of the pages of the stretch, which sum to 1; none of a sweep. */
  weights(): Float32Array
  readonly sweep: Sweep | undefined
  /** Writes pages in the order of accesses. Draws from a stream of this name and number. */
  createPicker(name: string, number: number): (pages: Uint32Array, count: number) => void
}

const linesPerPage = 64

/** Fields of a row, each with a meaning in the patterns that its words name. */
export const patternColumns = [
  {
    name: 'pattern', label: 'Pattern', about: 'How accesses fall on the stretch.', source: 'free choice', type: 'choice', default: 'uniform',
    choices: [{ value: 'uniform', title: 'uniform' }, { value: 'zipf', title: 'Zipf, scattered' }, { value: 'hot', title: 'hot first part' }, { value: 'sweep', title: 'in order' }],
  },
  { name: 'from', label: 'From', about: 'Where the stretch begins, as a share of the working set.', source: 'free choice', type: 'number', unit: 'share', default: 0, min: 0, max: 1 },
  { name: 'to', label: 'To', about: 'Where it ends. At least one page behind its beginning.', source: 'free choice', type: 'number', unit: 'share', default: 1, min: 0, max: 1 },
  { name: 'skew', label: 'Skew', about: 'Exponent of Zipf.', source: 'YCSB: 0.99', type: 'number', unit: 'none', default: 0.99, min: 0, max: 3 },
  { name: 'hotPart', label: 'Hot part', about: 'Share of the stretch that is hot.', source: 'free choice', type: 'number', unit: 'share', default: 0.1, min: 0, max: 1 },
  { name: 'hotShare', label: 'Accesses to it', about: 'Share of accesses to the hot part.', source: 'GUPS of HeMem and Colloid: 90 %', type: 'number', unit: 'share', default: 0.9, min: 0, max: 1 },
] as const // prettier-ignore

export function createPattern(
  row: ParamRow,
  allPages: number,
  host: { seed: number; scale: number; pageBytes: number },
): Pattern {
  const firstPage = Math.min(allPages - 1, Math.round(Number(row.from) * allPages))
  const pageCount = Math.max(1, Math.round(Number(row.to) * allPages) - firstPage)
  const hotPages = Math.min(pageCount, Math.max(1, Math.round(Number(row.hotPart) * pageCount)))
  const hotShare = hotPages === pageCount ? 1 : Number(row.hotShare)
  const accessesPerVisit = Math.max(1, Math.round((linesPerPage * host.pageBytes) / 4096))

  function zipfOrder(): Uint32Array {
    const order = new Uint32Array(pageCount)
    fillPermutation(createStream(host.seed, `pattern.${firstPage}.${pageCount}`), order)
    return order
  }

  function weights(): Float32Array {
    const shares = new Float32Array(pageCount)
    if (row.pattern === 'uniform') shares.fill(1 / pageCount)
    if (row.pattern === 'zipf') fillZipfShares(shares, zipfOrder(), Number(row.skew), host.scale)
    if (row.pattern === 'hot') {
      for (let page = 0; page < pageCount; page++) {
        shares[page] = page < hotPages ? hotShare / hotPages : (1 - hotShare) / (pageCount - hotPages)
      }
    }
    return shares
  }

  function createPicker(name: string, number: number): (pages: Uint32Array, count: number) => void {
    const draws = createSequence(createStream(host.seed, name), number)
    const bits = new Uint32Array(2 * 65_536)
    if (row.pattern === 'zipf') return zipfPicker(draws, bits)
    let visited = 0
    return (pages, count) => {
      if (row.pattern === 'sweep') {
        for (let i = 0; i < count; i++, visited++) {
          pages[i] = firstPage + (Math.floor(visited / accessesPerVisit) % pageCount)
        }
        return
      }
      draws.fill(bits, 2 * count)
      for (let i = 0; i < count; i++) {
        const uniform = bits[2 * i + 1] / 4294967296
        if (row.pattern === 'uniform') pages[i] = firstPage + Math.floor(uniform * pageCount)
        else if (bits[2 * i] < hotShare * 4294967296) pages[i] = firstPage + Math.floor(uniform * hotPages)
        else pages[i] = firstPage + hotPages + Math.floor(uniform * (pageCount - hotPages))
      }
    }
  }

  function zipfPicker(draws: ReturnType<typeof createSequence>, bits: Uint32Array) {
    const order = zipfOrder()
    const shares = new Float32Array(pageCount)
    fillZipfShares(
      shares,
      Uint32Array.from(order, (_, rank) => rank),
      Number(row.skew),
      1,
    )
    const sampler = createRankSampler(shares)
    return (pages: Uint32Array, count: number) => {
      draws.fill(bits, count * sampler.numbersPerRank)
      sampler.pick(bits, pages, count)
      for (let i = 0; i < count; i++) pages[i] = firstPage + order[pages[i]]
    }
  }

  return {
    firstPage,
    pageCount,
    weights,
    sweep: row.pattern === 'sweep' ? { firstPage, pageCount, share: 1, accessesPerVisit } : undefined,
    createPicker,
  }
}
