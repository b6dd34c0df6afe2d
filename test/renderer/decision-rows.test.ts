import { expect, test } from 'vitest'
import { firstRowAt, listHeight, scrollFor } from '../../renderer/plot/decisions/virtual-rows.ts'
import { decisionText } from '../../renderer/plot/decisions/decision-text.ts'
import { pageLife } from '../../renderer/plot/decisions/page-life.ts'
import { rootRows } from '../../renderer/plot/root-rows.ts'
import { fakeDecisions, fakeSpec } from '../app/fake-recording.ts'

test('[V10] a list of any length stays within what a browser can scroll, and reaches its last row', () => {
  for (const rows of [1, 7, 1000, 200_000_000]) {
    const height = listHeight(rows, 7)
    expect(height).toBeLessThanOrEqual(8_100_000)
    expect(firstRowAt(height - 7 * 26, rows, 7)).toBe(Math.max(0, rows - 7))
    expect(firstRowAt(0, rows, 7)).toBe(0)
  }
  expect(firstRowAt(scrollFor(123_456_789, 200_000_000, 7), 200_000_000, 7)).toBe(123_456_789)
})

const page = fakeDecisions({ workspace: 'w', run: 'r', fromNs: 0, toNs: 1e9, offset: 0, limit: 20 }, 2400)

test('[V11] a decision reads as a sentence with its numbers; what did not move saves nothing', () => {
  const promoted = decisionText(page, 1, fakeSpec)
  expect(promoted.move).toBe('CXL 1 → DRAM 0')
  expect(promoted.sign).toBe('▲')
  expect(promoted.why).toContain('hint-fault latency 37 ms was under the threshold 1.5 s')
  const refused = decisionText(page, 4, fakeSpec)
  expect(refused).toMatchObject({ verdict: 'refused', sign: '✕', saved: '–', outcome: '–' })
  expect(decisionText(page, 2, fakeSpec)).toMatchObject({ sign: '▼', move: 'DRAM 0 → CXL 1' })
})

test('[V11] the life of a page is where its moves took it, from the start to the end', () => {
  const life = pageLife(page, 2e9)
  expect(life[0]).toMatchObject({ fromNs: 0 })
  expect(life.at(-1)).toMatchObject({ toNs: 2e9 })
  for (let i = 1; i < life.length; i++) expect(life[i].fromNs).toBe(life[i - 1].toNs)
})

test('[V11] a root reads as named values', () => {
  expect(rootRows({ policy: { hotThreshold: 1500, on: true }, list: [1, 2] })).toEqual([
    { path: 'policy › hot threshold', text: '1\u202f500' },
    { path: 'policy › on', text: 'true' },
    { path: 'list', text: '2 entries' },
  ])
})

test('[V20] a value of the state reads with its unit; counts in full', () => {
  const state = {
    'hot threshold': { value: 1500, unit: 'ms' },
    candidates: { value: 3_385_024, unit: 'pages' },
    kswapd: 'asleep',
  }
  expect(rootRows(state)).toEqual([
    { path: 'hot threshold', text: '1\u202f500 ms' },
    { path: 'candidates', text: '3\u202f385\u202f024 pages' },
    { path: 'kswapd', text: 'asleep' },
  ])
})
