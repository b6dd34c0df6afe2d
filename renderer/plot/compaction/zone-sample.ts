import { uniformAt, createStream } from '../../../shared/base/random.ts'
import type { ParamValues } from '../../../shared/documents/part.ts'

/** What a setup's zone looks like: its letters, all of them or a sample. */
export interface ZonePicture {
  /** F M R S P U, from the lowest frame up. */
  readonly letters: string
  /** All frames of the zone; more than there are letters where these are a sample. */
  readonly frames: number
  readonly pageblockFrames: number
  readonly requestFrames: number
  /** What is wanted is a buddy block, not any run. */
  readonly aligned: boolean
}

const sampleFrames = 480
const unmovableLetters: Readonly<Record<string, string>> = { slab: 'S', pinned: 'P', other: 'U' }

/** Of the fields of a zone that is written by hand, or of one that is drawn by shares. */
export function zonePicture(values: ParamValues): ZonePicture | undefined {
  const pageblockFrames = Number(values['pageblockFrames'])
  const order = Number(values['requestOrder'])
  const requestFrames = order >= 0 ? 2 ** order : Number(values['requestFrames'])
  const shape = { pageblockFrames, requestFrames, aligned: order >= 0 }
  if (typeof values['map'] === 'string') {
    const letters = values['map'].replaceAll(/\s/g, '').toUpperCase()
    return { letters, frames: letters.length, ...shape }
  }
  const frames = Number(values['frames'])
  if (!(frames > 0)) return undefined
  const count = Math.min(frames, sampleFrames)
  const letters = values['turnover'] === undefined ? sampleOf(values, count) : agedSampleOf(values, count)
  return { letters, frames, ...shape }
}

/** Of a zone with a past: what it asked for, together by mobility, for its allocator groups; pins anywhere among movable pages. */
function agedSampleOf(values: ParamValues, count: number): string {
  const stream = createStream(1, 'zone sample')
  const stretch = 8
  const shares = [
    ['S', 'slabShare'],
    ['R', 'reclaimableShare'],
    ['U', 'unmovableShare'],
  ] as const
  /** Which of them a stretch is of: multiples of the golden ratio keep to the shares however few there are. */
  const kindOf = (at: number) => {
    let draw = (at * 0.618_033_988_749_895) % 1
    return shares.find(([, name]) => (draw -= Number(values[name])) < 0)?.[0] ?? 'M'
  }
  return Array.from({ length: count }, (_, frame) => {
    if (uniformAt(stream, frame, 3) < Number(values['freeShare'])) return 'F'
    const kind = kindOf(1 + Math.floor(frame / stretch))
    return kind === 'M' && uniformAt(stream, frame, 2) < Number(values['pinnedShare']) ? 'P' : kind
  }).join('')
}

/** Drawn as the engine draws it, frame by frame; clustered frames stand in every so-many-th stretch. */
function sampleOf(values: ParamValues, count: number): string {
  const free = Number(values['freeShare'])
  const unmovable = Number(values['unmovableShare'])
  const letter = unmovableLetters[values['unmovableKind'] as string] ?? 'U'
  const clustered = values['placement'] === 'clustered'
  const holders = clustered ? Math.max(Number(values['clusterShare']), unmovable) : 1
  const stream = createStream(1, 'zone sample')
  const stretch = 24
  let letters = ''
  for (let frame = 0; frame < count; frame++) {
    const holds = uniformAt(stream, Math.floor(frame / stretch), 1) < holders
    const share = holds && holders > 0 ? unmovable / holders : 0
    const draw = uniformAt(stream, frame, 2)
    const isFree = uniformAt(stream, frame, 3) < free / Math.max(1e-9, 1 - unmovable)
    letters += draw < share ? letter : isFree ? 'F' : 'M'
  }
  return letters
}

/** Lengths of the stretches between frames that cannot be moved: no run can be longer than the longest. */
export function segmentLengths(letters: string, slabMovable: boolean): readonly number[] {
  return letters
    .split(slabMovable ? /[RPU]+/ : /[RSPU]+/)
    .map(({ length }) => length)
    .filter((length) => length > 0)
}
