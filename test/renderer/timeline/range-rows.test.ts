import { expect, test } from 'vitest'
import { reasonCode } from '../../../shared/documents/decision.ts'
import { lastOfPages } from '../../../renderer/plot/decisions/last-of-pages.ts'
import { decisionWord } from '../../../renderer/plot/compare/side-by-side.ts'
import { moveWords } from '../../../renderer/plot/decisions/move-words.ts'
import { regionRows } from '../../../renderer/plot/decisions/region-rows.ts'
import { binStates } from '../../../renderer/plot/heatmap/placement.ts'
import { rangeGroups } from '../../../renderer/plot/range-rows.ts'
import { fakeDecisions, fakeMap, fakeSpec, FRAMES } from '../../app/fake-recording.ts'

test('[V26] a range reads by tracks: sums of counts, means of the rest, and what differs from the run', () => {
  const names = ['accessShare.dram0', 'accessShare.cxl1', 'thresholdMs', 'promotedPages']
  const numbers = (...values: number[]) => Float64Array.from(values)
  const stats = {
    frames: 10, spanNs: 3e9, mean: numbers(0.7, 0.3, 1000, 50), min: numbers(0.6, 0.2, 900, 0), max: numbers(0.8, 0.4, 1100, 90),
    total: numbers(NaN, NaN, NaN, 150), before: numbers(0.7, 0.3, 900, 1), last: numbers(0.7, 0.3, 1100, 2),
  } // prettier-ignore
  const whole = { ...stats, mean: numbers(0.75, 0.25, 1000, 25) }
  const groups = rangeGroups({ columns: names, stats, whole }, fakeSpec, fakeSpec.tracks)
  const told = groups.map(({ title, rows }) => [
    title,
    ...rows.map((row) => [row.title, row.value, row.delta]),
  ])
  expect(told).toEqual([
    ['Access share', ['DRAM 0', '70\u202f%', '−5 pp'], ['CXL 1', '30\u202f%', '+5 pp']],
    [undefined, ['Hot threshold', '1\u202f000 ms', '=']],
    [undefined, ['Migration', '150 pages', '+100\u202f%']],
  ])
  expect(groups[1].rows[0].spread).toContain('900 ms at A, 1\u202f100 ms at B')
})

test('[V26] regions are told by their moves and the reason given most; empty ones are left out', () => {
  const hot = reasonCode('hint-fault-hot')
  const cold = reasonCode('hint-fault-cold')
  const groups = {
    bins: 3, pagesPerBin: 10, reason: Uint8Array.of(hot, cold), from: Uint8Array.of(1, 1), to: Uint8Array.of(0, 0),
    rows: Float64Array.of(5, 4), costNs: Float64Array.of(0, 0), savedNs: Float64Array.of(0, 0), perBin: Uint32Array.of(1, 0, 4, 3, 0, 1),
  } // prettier-ignore
  const rows = regionRows(groups, fakeSpec)
  expect(rows.map(({ page, lastPage, total }) => [page, lastPage, total])).toEqual([[0, 9, 4], [20, 29, 5]])
  expect(rows[1].moves).toEqual([
    { name: 'CXL 1 → DRAM 0', sign: '▲', kind: 'up', rows: 4 },
    { name: 'refused', sign: '✕', kind: 'stay', rows: 1 },
  ])
  expect(rows[0].mostFor).toContain('75')
}) // prettier-ignore

test('[V100] what happens within one node is neither promoted nor demoted: in sums, in a row, in a comparison', () => {
  const [got, moved, split] = (['huge-page-got', 'compaction-moved', 'huge-page-split'] as const).map(reasonCode)
  const groups = {
    bins: 1, pagesPerBin: 8, reason: Uint8Array.of(got, moved, split), from: Uint8Array.of(0, 0, 1), to: Uint8Array.of(0, 1, 0),
    rows: Float64Array.of(2, 3, 1), costNs: new Float64Array(3), savedNs: new Float64Array(3), perBin: Uint32Array.of(2, 3, 1),
  } // prettier-ignore
  expect(regionRows(groups, fakeSpec)[0].moves).toEqual([
    { name: 'got', sign: '✓', kind: 'within', rows: 2 },
    { name: 'to another frame', sign: '⇄', kind: 'within', rows: 3 },
    { name: 'failed', sign: '✕', kind: 'stay', rows: 1 },
  ])
  const row = { row: 0, timeNs: 0, page: 2, pages: 1, from: 0, to: 1, reason: moved, a: 1200, b: 0, c: 0, costNs: 9 }
  const down = { ...row, page: 1200, a: 2 }
  expect([row, down].map((each) => moveWords(each, fakeSpec.nodes).sign)).toEqual(['▲', '▼'])
  expect([row, { ...row, reason: got }].map(decisionWord)).toEqual(['▲ 2 → 1\u202f200', '✓ got'])
}) // prettier-ignore

test('[V26] the pages of a region come once each, with their last decision; its cells by state', () => {
  const answer = fakeDecisions(
    { workspace: 'w', run: 'r', fromNs: 0, toNs: 3e11, offset: 0, limit: 6000 },
    FRAMES,
  )
  const pages = lastOfPages(answer)
  expect(pages.map(({ page }) => page)).toEqual([...new Set(answer.rows.page)].sort((a, b) => a - b))
  expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(answer.rows.rows)
  for (const { page, i } of pages) expect(answer.rows.page.lastIndexOf(page)).toBe(i)
  const map = fakeSpec.maps[0]
  const states = binStates(map, fakeMap(100, 128), 512, 1023)
  expect(states.reduce((sum, { cells }) => sum + cells, 0)).toBe(512)
})
