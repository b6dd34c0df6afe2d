import { quote } from '../../../shared/base/text.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import type { DecisionPage, Moment } from '../../../shared/contract/lab.ts'
import { segmentEnds, segmentHash } from '../../../shared/documents/figure/fingerprint.ts'
import type { ColumnData } from '../../../shared/documents/series.ts'
import { allMatch, matchingRows, mayMatch, type DecisionRange } from '../../history/decision-search.ts'
import { foldColumn, foldTimes, framesPerSample } from '../../history/fold-series.ts'
import { foldMatrix } from '../../history/fold-matrix.ts'
import { countBefore, frameAt, framesWithin } from '../../history/frame-times.ts'
import { binMap } from '../../history/map-bins.ts'
import { mapAtFrame } from '../../history/map-history.ts'
import { copyDecision, emptyDecisions } from './decision-columns.ts'
import { openOutcome } from './outcome-table.ts'
import type { RunTables } from './run-tables.ts'
import type { Store } from '../store.ts'

type Reads = Pick<Store, 'series' | 'matrix' | 'mapAt' | 'momentAt' | 'decisions' | 'fingerprint'>

/** Answers what the window asks of a run, out of its tables. */
export function createRunReader(tables: RunTables): Reads {
  const { runs, frames, maps, matrices, decisions, outcomes, roots } = tables

  return {
    series(request) {
      const { key, record } = runs.find(request.run)
      const { columns: specs } = record.spec
      const all = frames.times(key)
      const { first, end } = framesWithin(all, request.fromNs, request.toNs)
      const timeNs = all.subarray(first, end)
      const perSample = framesPerSample(end - first, request.points)
      const startNs = first === 0 ? 0 : all[first - 1]
      const columns: Record<string, ColumnData> = {}
      for (const name of request.columns) {
        const c = named(specs, ({ name: known }) => known === name, 'column', name)
        const recorded = frames.column(key, c, specs.length, first, end)
        columns[name] = foldColumn(specs[c], recorded, timeNs, startNs, perSample)
      }
      const ends = foldTimes(timeNs, perSample)
      return { frames: ends.length, framesPerSample: perSample, timeNs: ends, columns }
    },

    matrix(request) {
      const { key, record } = runs.find(request.run)
      const { matrices: specs } = record.spec
      const m = named(specs, ({ id }) => id === request.matrix, 'matrix', request.matrix)
      const history = matrices.read(key, m, specs[m].bins)
      return foldMatrix(history, request.fromNs, request.toNs, request.columns, request.rows)
    },

    mapAt(request) {
      const { key, record } = runs.find(request.run)
      const m = named(record.spec.maps, ({ id }) => id === request.map, 'map', request.map)
      const spec = record.spec.maps[m]
      const timeNs = frames.times(key)
      const frame = Math.max(-1, Math.min(timeNs.length - 1, Math.floor(request.frame)))
      const { mapsCompleteUntilNs } = runs.coverage(key)
      const wholeFrames = countBefore(timeNs, mapsCompleteUntilNs) + 1
      const states = new Uint8Array(spec.cells)
      mapAtFrame({ spec, ...maps.around(key, m, frame), wholeFrames }, frame, states)
      return binMap(states, spec.legend.length, request.bins, frame)
    },

    momentAt(request) {
      const { key, record } = runs.find(request.run)
      const { columns: specs } = record.spec
      const times = frames.times(key)
      const frame = frameAt(times, request.timeNs)
      const coverage = runs.coverage(key)
      if (frame < 0)
        return { frame, timeNs: 0, values: new Float64Array(specs.length).fill(NaN), root: {}, coverage }
      const timeNs = times.subarray(frame, frame + 1)
      const startNs = frame === 0 ? 0 : times[frame - 1]
      const values = Float64Array.from(specs, (spec, c) => {
        const recorded = frames.column(key, c, specs.length, frame, frame + 1)
        return foldColumn(spec, recorded, timeNs, startNs, 1).value[0]
      })
      return { frame, timeNs: timeNs[0], values, root: roots.at(key, frame), coverage } satisfies Moment
    },

    fingerprint({ run }) {
      const { key, record } = runs.find(run)
      const { columns: specs } = record.spec
      const timeNs = frames.times(key)
      const ends = segmentEnds(timeNs.length)
      const hashes = specs.map(({ name }, c) => {
        const segment = (end: number, i: number) => {
          const { value, min, max } = frames.column(key, c, specs.length, ends[i - 1] ?? 0, end)
          return segmentHash(value, min, max)
        }
        return [name, ends.map(segment)] as const
      })
      const untilNs = ends.map((end) => timeNs[end - 1])
      return { frames: timeNs.length, untilNs, columns: Object.fromEntries(hashes) }
    },

    decisions(request) {
      const { key } = runs.find(request.run)
      const found: { range: DecisionRange; places: ArrayLike<number> }[] = []
      const firstWanted = Math.max(0, request.offset)
      const endWanted = firstWanted + Math.max(0, request.limit)
      let total = 0
      for (const range of decisions.ranges(key)) {
        if (!mayMatch(range, request)) continue
        const whole = allMatch(range, request)
        const places = whole ? undefined : matchingRows(decisions.searched(key, range), request)
        const count = places?.length ?? range.rows
        const begin = Math.max(0, firstWanted - total)
        const end = Math.min(count, endWanted - total)
        total += count
        if (begin >= end) continue
        const taken =
          places?.subarray(begin, end) ?? Uint32Array.from({ length: end - begin }, (_, i) => begin + i)
        found.push({ range, places: taken })
      }
      return { ...pageOf(key, found), total, coverage: runs.coverage(key) }
    },
  }

  function pageOf(
    key: number,
    found: readonly { range: DecisionRange; places: ArrayLike<number> }[],
  ): Omit<DecisionPage, 'total' | 'coverage'> {
    const count = found.reduce((sum, { places }) => sum + places.length, 0)
    const rows = emptyDecisions(count)
    const outcomeKind = new Uint8Array(count).fill(openOutcome)
    const outcomeTimeNs = new Float64Array(count)
    const savedNs = new Float64Array(count)
    let row = 0
    for (const { range, places } of found) {
      const block = decisions.block(key, range)
      const came = outcomes.of(key, range.first, range.rows)
      for (let i = 0; i < places.length; i++, row++) {
        copyDecision(block, places[i], rows, row)
        outcomeKind[row] = came.kind[places[i]]
        outcomeTimeNs[row] = came.timeNs[places[i]]
        savedNs[row] = came.savedNs[places[i]]
      }
    }
    return { rows, outcomeKind, outcomeTimeNs, savedNs }
  }
}

function named<T>(list: readonly T[], is: (item: T) => boolean, what: string, name: string): number {
  const place = list.findIndex(is)
  if (place >= 0) return place
  throw new LabError(
    'no-such-column',
    `the run recorded no ${what} ${quote(name)}`,
    'ask for one of its spec',
  )
}
