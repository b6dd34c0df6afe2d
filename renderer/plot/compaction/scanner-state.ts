/** What the root of a compaction run's frame says of the scanners and their lists. */
export interface ScannerState {
  /** "not begun", "list", "room", "move" … as the study names it. */
  readonly phase: string
  readonly migrateFrame: number
  readonly freeFrame: number
  readonly toMove: FrameList
  readonly targets: FrameList
  readonly soFar: Readonly<Record<string, number>>
  /** Of small zones only: how many segments there are between frames that cannot be moved, and the longest of them. */
  readonly segments: { readonly count: number; readonly longest: readonly SegmentState[] } | undefined
}

export interface SegmentState {
  readonly first: number
  readonly frames: number
  /** The largest free run that compaction could reach in it, and the one that there is. */
  readonly best: number
  readonly run: number
}

export interface FrameList {
  readonly count: number
  /** The first of them, in the order in which they are taken. */
  readonly frames: readonly number[]
}

/** Undefined where the root is of no compaction run. */
export function scannerState(root: unknown): ScannerState | undefined {
  const { scanners, toMove, targets, so_far: soFar, segments } = recordOf(root)
  const { phase, migrateFrame, freeFrame } = recordOf(scanners)
  if (typeof migrateFrame !== 'number' || typeof freeFrame !== 'number') return undefined
  return {
    phase: typeof phase === 'string' ? phase : '',
    migrateFrame,
    freeFrame,
    toMove: listOf(toMove),
    targets: listOf(targets),
    soFar: Object.fromEntries(
      Object.entries(recordOf(soFar)).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number',
      ),
    ),
    segments: segmentsIn(segments),
  }
}

function segmentsIn(value: unknown): ScannerState['segments'] {
  const { count, longest } = recordOf(value)
  if (typeof count !== 'number' || !Array.isArray(longest)) return undefined
  const known = longest.filter((each): each is SegmentState =>
    ['first', 'frames', 'best', 'run'].every((name) => typeof recordOf(each)[name] === 'number'),
  )
  return { count, longest: known }
}

function listOf(value: unknown): FrameList {
  const { count, frames } = recordOf(value)
  const known = Array.isArray(frames) ? frames.filter((frame) => typeof frame === 'number') : []
  return { count: typeof count === 'number' ? count : known.length, frames: known }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
