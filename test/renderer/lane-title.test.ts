import { describe, expect, it } from 'vitest'
import { laneTitle } from '../../renderer/views/compare/lane-title.ts'
import type { ColumnSpec, TrackSpec } from '../../shared/documents/series.ts'

const column = (name: string, title: string): ColumnSpec => ({
  name,
  title,
  unit: 'count',
  about: '',
  fold: 'sum',
})
const track = (title: string, columns: readonly string[]): TrackSpec => ({
  id: title,
  title,
  unit: 'count',
  about: '',
  formula: '',
  source: '',
  columns,
  draw: 'lines',
  pinned: false,
})
const tracks = [track('Hint faults', ['hintFaults', 'refused']), track('Throughput', ['accesses'])]

describe('the name of a lane', () => {
  it('[V123] has the track beside the column where that says more', () => {
    expect(laneTitle(column('refused', 'refused'), tracks)).toBe('refused · hint faults')
    expect(laneTitle(column('accesses', 'accesses'), tracks)).toBe('Throughput')
    expect(laneTitle(column('other', 'other'), tracks)).toBe('other')
  })

  it('[V123] says a name once where column and track share it', () => {
    expect(laneTitle(column('hintFaults', 'hint faults'), tracks)).toBe('Hint faults')
  })
})
