import { expect, test } from 'vitest'
import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import { emptyDecisions } from '../../../shared/documents/comparing/decision-columns.ts'
import { rangeOf, rowsPerBlock } from '../../../main/history/decision-search.ts'
import type { DecisionSource } from '../../../main/history/diff/decision-source.ts'
import { diffDecisions } from '../../../main/history/diff/diff-decisions.ts'
import { differingDecisions } from '../../../main/history/diff/differing-decisions.ts'
import { stepDivergence } from '../../../main/history/diff/diff-steps.ts'
import { bytesPerGathered } from '../../../main/history/diff/page-groups.ts'

const rows = 10_000_000
const pages = 1_000_003
const rowsPerPass = 1 << 21

/**
 * Ten million decisions that lie nowhere: each block is made when it is asked for. From `apartRow` on `change` decides
 * otherwise at every thousandth row.
 */
function madeUp(apartRow: number) {
  const asked = { moves: 0, blocks: 0 }
  const block = ({ first, rows: count }: { first: number; rows: number }): DecisionColumns => {
    const columns = emptyDecisions(count)
    for (let i = 0; i < count; i++) {
      const row = first + i
      const other = row >= apartRow && row % 1000 === 0
      columns.timeNs[i] = row * 60
      columns.page[i] = (row * 7919) % pages
      columns.pages[i] = 1
      columns.from[i] = 1
      // Reason 0 moves, 2 refuses.
      columns.reason[i] = other ? 2 : 0
      columns.a[i] = row % 400
    }
    return columns
  }
  const ranges = Array.from({ length: Math.ceil(rows / rowsPerBlock) }, (_, i) => {
    const first = i * rowsPerBlock
    const count = Math.min(rowsPerBlock, rows - first)
    const times = { earliestNs: first * 60, latestNs: (first + count - 1) * 60 }
    const reasons = rangeOf(0, { rows: 2, timeNs: Float64Array.of(0, 0), page: Uint32Array.of(0, 0), pages: Uint32Array.of(1, 1), reason: Uint8Array.of(0, 2) }) // prettier-ignore
    return {
      first,
      rows: count,
      ...times,
      lowestPage: 0,
      highestPage: pages - 1,
      reasonBits: reasons.reasonBits,
    }
  })
  const source: DecisionSource = {
    keepSeed: 1,
    coverage: {
      decisionsCompleteUntilNs: Infinity,
      decisionsKeptShare: 1,
      decisionsMade: rows,
      mapsCompleteUntilNs: Infinity,
      mapsKeptShare: 1,
    },
    ranges,
    async moves(range) {
      asked.moves++
      return block(range)
    },
    async block(range) {
      asked.blocks++
      return block(range)
    },
    async outcomes(range) {
      const kind = new Uint8Array(range.rows).fill(255)
      return { kind, timeNs: new Float64Array(range.rows), savedNs: new Float64Array(range.rows) }
    },
  }
  return { source, asked }
}

test('[H25] ten million decisions diff in bounded memory, and lists and steps read only the blocks they show', async () => {
  const apartRow = 3_000_000
  const [a, b] = [madeUp(Infinity), madeUp(apartRow)]
  const blocks = a.source.ranges.length
  const options = { breathe: async () => {}, rowsPerPass }
  const diff = await diffDecisions(a.source, b.source, options)
  const others = (rows - apartRow) / 1000
  expect(diff.tally).toMatchObject({ onlyACount: others, onlyBCount: others, bothCount: rows - others })
  expect(diff.apart).toEqual({ a: apartRow, b: apartRow })

  // Five bytes a pair of decisions are kept; what is worked on at once does not grow with the log.
  expect(diff.peakBytes).toBeLessThanOrEqual(5 * rows + 1.1 * rowsPerPass * bytesPerGathered)
  // A common beginning once; the rest once to count it and once a pass.
  const rest = blocks - Math.floor(apartRow / rowsPerBlock)
  const passes = Math.ceil((2 * (rows - apartRow)) / rowsPerPass) + 1
  expect(diff.blocksRead).toBeLessThanOrEqual(2 * (blocks - rest + 1) + 2 * rest * (1 + passes))

  const pair = { a: a.source, b: b.source, diff }
  const read = () => a.asked.moves + a.asked.blocks + b.asked.moves + b.asked.blocks
  let before = read()
  const all = { fromNs: 0, toNs: Infinity, limit: 50 }
  const page = await differingDecisions(pair, { ...all, which: 'onlyB', offset: others - 50 })
  expect(page.total).toBe(others)
  expect(read() - before).toBeLessThanOrEqual(4)
  before = read()
  const late = { ...all, fromNs: (rows - 1000) * 60, which: 'both', offset: 0 } as const
  expect((await differingDecisions(pair, late)).total).toBe(999)
  expect(read() - before).toBeLessThanOrEqual(4)
  before = read()
  const next = await stepDivergence(pair, { timeNs: 5_000_000 * 60 + 1, side: 'a', row: 0 }, 'next')
  expect(next).toMatchObject({ timeNs: 5_001_000 * 60, number: 2 * 2001 + 1 })
  expect(read() - before).toBeLessThanOrEqual(12)
}, 300_000)
