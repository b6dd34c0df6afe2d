import { createSequence, createStream } from '../../../shared/base/random.ts'
import type { AccessSource } from '../workload.ts'
import { createZipfRanks, scatter, scrambledItems } from './ycsb-keys.ts'
import { linesOf, longestScan, type YcsbMix } from './ycsb-mix.ts'
import type { YcsbTable } from './ycsb-rates.ts'

const drawsPerRefill = 16_384

/** Operations one by one, each as the cache lines that it touches, in order. */
export function ycsbAccesses(table: YcsbTable, mix: YcsbMix, seed: number): AccessSource {
  const { pageCount, recordsPerPage, loadedRecords, roomRecords, hashedRecords } = table
  const draws = createSequence(createStream(seed, 'ycsb.operations'), 0)
  const bits = new Uint32Array(drawsPerRefill)
  const scrambled = createZipfRanks(scrambledItems)
  const latest = createZipfRanks(loadedRecords)
  const { record: recordLines, field: fieldLines } = linesOf(table.recordBytes)
  let at = bits.length
  let end = loadedRecords
  /** The operation under way: lines to read, then lines to write, from this record on. */
  let record = 0
  let reads = 0
  let writes = 0
  let lineOfRecord = 0

  function draw(): number {
    if (at === bits.length) {
      draws.fill(bits, bits.length)
      at = 0
    }
    return (bits[at++] + 0.5) / 4294967296
  }

  /** Two draws in one, for ranks beyond 2^32. */
  const drawFine = () => (Math.floor(draw() * 4294967296) + draw()) / 4294967296

  function chooseRecord(): number {
    if (mix.requests === 'uniform') return Math.floor(drawFine() * end)
    if (mix.requests === 'latest') return Math.max(0, end - 1 - latest.rankOf(drawFine()))
    let chosen = scatter(scrambled.rankOf(drawFine()), hashedRecords)
    while (chosen >= end) chosen = scatter(scrambled.rankOf(drawFine()), hashedRecords)
    return chosen
  }

  function nextOperation(): void {
    const kind = draw()
    record = chooseRecord()
    const length = mix.scan > 0 ? 1 + Math.floor(draw() * longestScan) : 1
    lineOfRecord = 0
    reads = recordLines
    writes = 0
    if (kind < mix.read) return
    if (kind < mix.read + mix.update) {
      reads = 0
      writes = fieldLines
    } else if (kind < mix.read + mix.update + mix.insert) {
      record = Math.min(end, roomRecords - 1)
      end = Math.min(end + 1, roomRecords)
      reads = 0
      writes = recordLines
    } else if (kind < mix.read + mix.update + mix.insert + mix.scan) {
      reads = recordLines * length
    } else writes = fieldLines
  }

  return {
    ended: false,
    fill(pages, stores, count) {
      for (let i = 0; i < count; i++) {
        if (reads + writes === 0) nextOperation()
        pages[i] = Math.min(pageCount - 1, Math.floor(record / recordsPerPage))
        stores[i] = reads > 0 ? 0 : 1
        if (reads > 0) reads--
        else writes--
        lineOfRecord++
        if (lineOfRecord === recordLines && reads > 0) {
          lineOfRecord = 0
          record = record + 1 < end ? record + 1 : record
        }
      }
      return count
    },
  }
}
