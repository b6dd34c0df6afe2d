/**
 * A map of cells, each in one of at most 256 states: placement per page, frames of a zone, residency of a VM.
 * Studies declare maps and write cells; recorder, rewind, heatmap and diff know nothing else.
 */
export interface MapSpec {
  readonly id: string
  readonly title: string
  /** How many cells. Fixed for a run. */
  readonly cells: number
  /** What one cell is: "page", "frame". */
  readonly cellTitle: string
  /** State codes are indices into the legend. Code 0 is every cell's state before the first write. */
  readonly legend: readonly LegendEntry[]
}

export interface LegendEntry {
  readonly title: string
  /** Colour role, never colour alone: the sign goes with it. */
  readonly role:
    'absent' | 'dram' | 'cxl' | 'gpu' | 'remote' | 'pmem' | 'hbm' | 'free' | 'pinned' | 'plain' | 'trouble'
  readonly sign: string
}

/** Bits that one cell needs in a keyframe: 1, 2, 4 or 8. */
export function bitsPerCell(legendLength: number): 1 | 2 | 4 | 8 {
  if (legendLength <= 2) return 1
  if (legendLength <= 4) return 2
  return legendLength <= 16 ? 4 : 8
}
