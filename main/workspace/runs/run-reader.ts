import { quote } from '../../../shared/base/text.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import { segmentEnds, segmentHash } from '../../../shared/documents/figure/fingerprint.ts'
import type { Moment } from '../../../shared/contract/lab.ts'
import type { ColumnData } from '../../../shared/documents/series.ts'
import { foldColumn, foldTimes, framesPerSample } from '../../history/fold-series.ts'
import { foldMatrix } from '../../history/fold-matrix.ts'
import { countBefore, frameAt, framesWithin } from '../../history/frame-times.ts'
import { cellsAtFrame } from '../../history/map-cells.ts'
import { binsOf } from '../../history/map-counts.ts'
import { mapAtFrame } from '../../history/map-history.ts'
import { mapTransitions } from '../../history/map-transitions.ts'
import { columnStats } from '../../history/range-stats.ts'
import { rootDifferences } from '../../history/root-diff.ts'
import type { MapPlace } from './map-seeker.ts'
import type { RunTables } from './run-tables.ts'
import type { Store } from '../store.ts'

type Reads = Pick<
  Store,
  | 'series' | 'matrix' | 'mapAt' | 'mapCells' | 'mapDiff' | 'momentAt' | 'rootDiff' | 'rangeStats' | 'decisions'
  | 'decisionGroups' | 'fingerprint'
> // prettier-ignore

/** Answers what the window asks of a run, out of its tables. */
export function createRunReader(tables: RunTables): Reads {
  const { runs, frames, maps, matrices, roots, finder, seeker } = tables

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

    mapAt: (request) => seeker.at(placeOf(request), request.bins),

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
    *decisions(request) {
      const { key } = runs.find(request.run)
      const page = yield* finder.find(key, request)
      return { ...page, coverage: runs.coverage(key) }
    },

    *decisionGroups(request) {
      return yield* finder.groups(runs.find(request.run).key, request)
    },

    mapCells(request) {
      const { key, map, spec, frame } = placeOf(request)
      const states = cellsAtFrame(
        { spec, ...maps.around(key, map, frame) },
        frame,
        request.first,
        request.count,
      )
      return { frame, first: request.first, states }
    },

    mapDiff(request) {
      const from = placeOf({ ...request, frame: request.fromFrame })
      const to = placeOf({ ...request, frame: request.toFrame })
      const transitions = mapTransitions(statesAt(from), statesAt(to), binsOf(from.spec, request.bins))
      return { fromFrame: from.frame, toFrame: to.frame, ...transitions }
    },

    rootDiff(request) {
      const { key } = runs.find(request.run)
      return rootDifferences(roots.at(key, request.fromFrame), roots.at(key, request.toFrame))
    },

    rangeStats(request) {
      const { key, record } = runs.find(request.run)
      const { columns: specs } = record.spec
      const times = frames.times(key)
      const first = framesUpTo(times, request.fromNs)
      const end = Math.max(first, framesUpTo(times, request.toNs))
      const timeNs = times.subarray(first, end)
      const startNs = first === 0 ? 0 : times[first - 1]
      const stats = request.columns.map((name) => {
        const c = named(specs, ({ name: known }) => known === name, 'column', name)
        const recorded = frames.column(key, c, specs.length, first, end)
        const before = first === 0 ? NaN : frames.column(key, c, specs.length, first - 1, first).value[0]
        return {
          ...columnStats(specs[c], recorded, timeNs, startNs),
          before,
          last: recorded.value.at(-1) ?? NaN,
        }
      })
      const all = (name: keyof (typeof stats)[number]) => Float64Array.from(stats, (each) => each[name])
      return {
        frames: timeNs.length, spanNs: timeNs.length === 0 ? 0 : timeNs[timeNs.length - 1] - startNs,
        mean: all('mean'), min: all('min'), max: all('max'), total: all('total'), before: all('before'), last: all('last'),
      } // prettier-ignore
    },
  }

  /** A frame of a map by its names, within what is stored. */
  function placeOf(request: { run: string; map: string; frame: number }): MapPlace {
    const { key, record } = runs.find(request.run)
    const map = named(record.spec.maps, ({ id }) => id === request.map, 'map', request.map)
    const timeNs = frames.times(key)
    const frame = Math.max(-1, Math.min(timeNs.length - 1, Math.floor(request.frame)))
    const wholeFrames = countBefore(timeNs, runs.coverage(key).mapsCompleteUntilNs) + 1
    return { key, map, spec: record.spec.maps[map], frame, frames: timeNs.length, wholeFrames }
  }

  function statesAt({ key, map, spec, frame, wholeFrames }: MapPlace): Uint8Array {
    const states = new Uint8Array(spec.cells)
    mapAtFrame({ spec, ...maps.around(key, map, frame), wholeFrames }, frame, states)
    return states
  }
}

/** How many frames ended at or before a moment. */
function framesUpTo(times: Float64Array, timeNs: number): number {
  return times.length > 0 && times[0] <= timeNs ? frameAt(times, timeNs) + 1 : 0
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
