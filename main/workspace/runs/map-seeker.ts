import type { MapSlice } from '../../../shared/contract/lab.ts'
import type { MapSpec } from '../../../shared/documents/map.ts'
import { binsOf, countPacked, countUntouched, moveCounts, type MapBins } from '../../history/map-counts.ts'
import { countWrites, isWhole } from '../../history/map-history.ts'
import type { MapStretch, MapTable } from './map-table.ts'

/** A map of a run at a frame, of which `frames` are stored and `wholeFrames` have all their writes. */
export interface MapPlace {
  readonly key: number
  readonly map: number
  readonly spec: MapSpec
  readonly frame: number
  readonly frames: number
  readonly wholeFrames: number
}

/**
 * Seeks in maps as a scrubber does: mostly to a neighbour of where it was, now and then far away. What was shown last
 * is carried on by the writes in between; a keyframe is counted once and remembered. The 16 million cells themselves
 * are never unpacked.
 */
export interface MapSeeker {
  at(place: MapPlace, mostBins: number): MapSlice
  /** The run is gone, or its rows changed otherwise than by being appended to. */
  forget(): void
}

/** Stretches of writes held in memory: the one scrubbed in and its neighbours. */
const mostStretches = 3
/** Counted keyframes held: some 4 KiB each at 128 bins. */
const mostKeyframes = 512

interface Held extends MapStretch {
  /** Frames there were when it was read: later ones are not in it unless a keyframe ends it. */
  readonly frames: number
}

interface Shown {
  readonly stretch: Held
  readonly frame: number
  readonly counts: Uint32Array
}

export function createMapSeeker(table: MapTable): MapSeeker {
  const stretches = new Map<string, Held[]>()
  const keyframes = new Map<string, Uint32Array>()
  const shown = new Map<string, Shown>()

  function stretchOf({ key, map, frame, frames }: MapPlace): Held {
    const name = `${key} ${map}`
    const held = stretches.get(name) ?? []
    const holds = ({ before, after, frames: known }: Held) =>
      frame >= before && (after === undefined ? frame < known : frame < after)
    let found = held.find(holds)
    if (found === undefined) found = { ...table.stretch(key, map, frame), frames }
    stretches.set(name, [found, ...held.filter((other) => other !== found && other.before !== found.before)].slice(0, mostStretches)) // prettier-ignore
    return found
  }

  function countsOfKeyframe({ key, map, spec }: MapPlace, frame: number, binning: MapBins): Uint32Array {
    const name = `${key} ${map} ${frame} ${binning.bins}`
    let counts = keyframes.get(name)
    if (counts === undefined) {
      counts = countPacked(table.packed(key, map, frame), spec, binning)
      const [oldest] = keyframes.keys()
      if (keyframes.size >= mostKeyframes) keyframes.delete(oldest)
      keyframes.set(name, counts)
    }
    return counts
  }

  /** Where to start from: what was shown last, or the keyframe on either side; the one with the fewest writes to go. */
  function nearest(place: MapPlace, stretch: Held, binning: MapBins, last: Shown | undefined) {
    const { frame, wholeFrames } = place
    const { before, after, writes } = stretch
    const between = (a: number, b: number) => countWrites({ writes }, Math.min(a, b) + 1, Math.max(a, b))
    const starts = [{ frame: before, cost: between(before, frame), counts: () => countsOfKeyframe(place, before, binning) }] // prettier-ignore
    if (after !== undefined && isWhole({ writes, wholeFrames, keyframes: [{ frame: after }] }, frame + 1, after))
      starts.push({ frame: after, cost: between(frame, after), counts: () => countsOfKeyframe(place, after, binning) }) // prettier-ignore
    if (last?.stretch.before === before)
      starts.push({ frame: last.frame, cost: between(last.frame, frame) - 1, counts: () => last.counts })
    return starts.reduce((least, start) => (start.cost < least.cost ? start : least))
  }

  return {
    at(place, mostBins) {
      const { key, map, spec, frame } = place
      const binning = binsOf(spec, mostBins)
      if (frame < 0) return { frame, ...binning, counts: countUntouched(spec, binning) }
      const name = `${key} ${map} ${binning.bins}`
      const stretch = stretchOf(place)
      const start = nearest(place, stretch, binning, shown.get(name))
      const counts = start.counts().slice()
      moveCounts(stretch.writes, binning, counts, start.frame, frame)
      shown.set(name, { stretch, frame, counts })
      return { frame, ...binning, counts: counts.slice() }
    },
    forget() {
      stretches.clear()
      keyframes.clear()
      shown.clear()
    },
  }
}
