import type { RateSource } from '../workload.ts'
import {
  createZipfRanks,
  createZipfSums,
  scatter,
  scrambledItems,
  zipfTheta,
  type ZipfSums,
} from './ycsb-keys.ts'
import { linesOf, linesPerOperation, longestScan, meanScan, scanned, type YcsbMix } from './ycsb-mix.ts'

/** A table of records in order of insertion, some per page, with room for records to come. */
export interface YcsbTable {
  readonly pageCount: number
  /** Records in one (simulated) page, not necessarily whole. */
  readonly recordsPerPage: number
  readonly recordBytes: number
  readonly loadedRecords: number
  /** What the memory has room for. */
  readonly roomRecords: number
  /** Keys that the hash scatters over: loaded and expected ones. */
  readonly hashedRecords: number
}

/** Ranks that are placed one by one; the rest of the distribution is scattered so finely that it is even. */
const placedRanks = 1 << 20
/** The table's end moves in so many steps through the room that is left. */
const insertSteps = 128

/** Shares of accesses by page. Inserts go at a stated pace, for rates know no count of operations. */
export function ycsbRates(table: YcsbTable, mix: YcsbMix, insertsPerSec: number): RateSource {
  const { pageCount, recordsPerPage, loadedRecords, roomRecords, hashedRecords } = table
  const stepRecords = Math.max(1, Math.ceil((roomRecords - loadedRecords) / insertSteps))
  const stepNs = mix.insert > 0 && insertsPerSec > 0 ? (stepRecords / insertsPerSec) * 1e9 : Infinity
  const { record, field } = linesOf(table.recordBytes)
  const { lines } = linesPerOperation(mix, table.recordBytes)
  const singleShare = ((mix.read + mix.readModifyWrite) * record + mix.update * field) / lines
  const scanShare = (mix.scan * meanScan * record) / lines
  const insertShare = (mix.insert * record) / lines
  const pageOf = (at: number) => Math.min(pageCount - 1, Math.floor(at / recordsPerPage))
  let end = loadedRecords
  let steps = 0
  let weights: Float64Array = new Float64Array(0)
  let scattered: Float64Array | undefined
  let sums: ZipfSums | undefined

  /** A scan from `from` on touches the pages of up to a hundred records. */
  function addScan(into: Float64Array, from: number, share: number): void {
    let done = 0
    for (let page = pageOf(from); done < longestScan; page = Math.min(pageCount - 1, page + 1)) {
      const until = page === pageCount - 1 ? longestScan : Math.min(longestScan, (page + 1) * recordsPerPage - from)
      into[page] += (share * (scanned(until) - scanned(done))) / meanScan
      done = until
    }
  } // prettier-ignore

  function addEven(into: Float64Array, share: number, records: number): void {
    for (let page = 0; page < pageCount; page++) {
      const here = Math.min(records, (page + 1) * recordsPerPage) - Math.min(records, page * recordsPerPage)
      into[page] += (share * here) / records
    }
  }

  /** By page, over all keys that the hash may hit. */
  function scatterOnce(): Float64Array {
    const into = new Float64Array(pageCount)
    const ranks = createZipfRanks(scrambledItems)
    let placed = 0
    for (let rank = 0; rank < placedRanks; rank++) {
      const share = ranks.shareOf(rank)
      const at = scatter(rank, hashedRecords)
      placed += share
      if (singleShare > 0) into[pageOf(at)] += singleShare * share
      if (scanShare > 0) addScan(into, at, scanShare * share)
    }
    addEven(into, (1 - placed) * (singleShare + scanShare), hashedRecords)
    return into
  }

  /** A key that is not there yet is drawn anew: what is there shares its part. */
  function addScattered(into: Float64Array): void {
    scattered ??= scatterOnce()
    let there = 0
    for (let page = 0; page < pageCount; page++) {
      const filled = Math.min(Math.max(end / recordsPerPage - page, 0), 1)
      into[page] = scattered[page] * filled
      there += into[page]
    }
    for (let page = 0; page < pageCount; page++) into[page] *= (singleShare + scanShare) / there
  }

  /** The newest record is the most popular; page by page from the end. */
  function addLatest(into: Float64Array): void {
    sums ??= createZipfSums(zipfTheta)
    const each = (singleShare + scanShare) / sums.upTo(end)
    let below = 0
    for (let page = pageOf(end - 1); page >= 0; page--) {
      const until = Math.ceil(end - page * recordsPerPage)
      into[page] += each * sums.between(below, until)
      below = until
    }
  }

  function weigh(): Float64Array {
    const into = new Float64Array(pageCount)
    if (mix.requests === 'uniform') addEven(into, singleShare + scanShare, end)
    else if (mix.requests === 'latest') addLatest(into)
    else addScattered(into)
    into[pageOf(end)] += insertShare
    return into
  }

  return {
    fillWeights(out) {
      weights = weigh()
      out.set(weights)
    },
    nextChangeNs: () => (end + stepRecords > roomRecords ? Infinity : (steps + 1) * stepNs),
    change(setWeight) {
      steps++
      end += stepRecords
      const now = weigh()
      for (let page = 0; page < pageCount; page++) if (now[page] !== weights[page]) setWeight(page, now[page])
      weights = now
    },
  }
}
