import { expect, test } from 'vitest'
import type { TrackSpec } from '../../../shared/documents/series.ts'
import { tickTexts, valueTicks } from '../../../shared/figures/ticks.ts'
import { valueRange } from '../../../shared/figures/track-data.ts'
import type { UnitId } from '../../../shared/units/unit.ts'

const trackIn = (unit: UnitId, marks?: TrackSpec['marks']): TrackSpec => ({
  ...{ id: 't', title: 'T', unit, about: 't', columns: ['c'], draw: 'lines', pinned: true, formula: 't', source: 't' },
  ...(marks && { marks }),
}) // prettier-ignore

/** As the axis writes them, without the spaces. */
function ticksOfZero(track: TrackSpec): string[] {
  const [low, high] = valueRange(track, 0, 0)
  const texts = tickTexts(valueTicks(low, high, 4, track.unit), track.unit)
  return texts.map((text) => text.replaceAll(/\s/g, ''))
}

test('[V112] the axis of a track that is all zero ends at something one can count, in its unit', () => {
  expect(ticksOfZero(trackIn('pages'))).toEqual(['0', '2', '4'])
  expect(ticksOfZero(trackIn('pagesPerSec'))).toEqual(['0', '2', '4'])
  expect(ticksOfZero(trackIn('share'))).toEqual(['0', '50%', '100%'])
  expect(ticksOfZero(trackIn('ns'))).toEqual(['0', '500µs', '1ms'])
  expect(ticksOfZero(trackIn('bytes'))).toEqual(['0', '2KiB', '4KiB'])
  expect(ticksOfZero(trackIn('bytesPerSec'))).toEqual(['0', '500kB/s', '1MB/s'])
  const marked = trackIn('pages', [{ value: 500, title: 'high' }])
  expect(ticksOfZero(marked)).toEqual(['0', '2', '4'])
})
