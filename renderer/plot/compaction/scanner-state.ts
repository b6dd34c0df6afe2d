/** What the root of a compaction run's frame says of the scanners and their lists. */
export interface ScannerState {
  /** "not begun", "list", "room", "move" … as the study names it. */
  readonly phase: string
  readonly migrateFrame: number
  readonly freeFrame: number
  readonly toMove: FrameList
  readonly targets: FrameList
  readonly soFar: Readonly<Record<string, number>>
}

export interface FrameList {
  readonly count: number
  /** The first of them, in the order in which they are taken. */
  readonly frames: readonly number[]
}

/** Undefined where the root is of no compaction run. */
export function scannerState(root: unknown): ScannerState | undefined {
  const { scanners, toMove, targets, so_far: soFar } = recordOf(root)
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
  }
}

function listOf(value: unknown): FrameList {
  const { count, frames } = recordOf(value)
  const known = Array.isArray(frames) ? frames.filter((frame) => typeof frame === 'number') : []
  return { count: typeof count === 'number' ? count : known.length, frames: known }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
