import type { Lab, MapSlice } from '../../../shared/contract/lab.ts'
import type { DecisionPage, MapCells } from '../../../shared/contract/run-queries.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import type { ScannerState } from '../../plot/compaction/scanner-state.ts'
import { stripWindows, type StripWindow } from '../../plot/compaction/strip-windows.ts'
import { createLatest } from '../latest.ts'

/** Decisions before the cursor among which the newest move is looked for: barriers come in between. */
const lookBack = 64

/** A page on its way: the newest move at the cursor. */
export interface CurrentMove {
  readonly from: number
  readonly to: number
  /** The answer and the place in it, for the words of the decision. */
  readonly answer: DecisionPage
  readonly place: number
}

/** One moment of the zone: all that is drawn of it besides the tracks. */
export interface ZonePicture {
  readonly scanners: ScannerState | undefined
  readonly move: CurrentMove | undefined
  /** What the strip shows, and the states of these frames, window by window. */
  readonly windows: readonly StripWindow[]
  readonly cells: readonly MapCells[]
  /** The whole zone in bins, where it is drawn as a map. */
  readonly zone: MapSlice | undefined
}

/** What is asked of a moment: the run and where it stands, cells of the strip, bins of the map. */
export interface ZoneQuestion {
  readonly run: string
  readonly frame: number
  readonly timeNs: number
  readonly map: string
  /** Frames of the zone. */
  readonly frames: number
  readonly slots: number
  readonly bins: number | undefined
  readonly scanners: ScannerState | undefined
}

/**
 * What the compaction screen shows beside the tracks. A moment’s answers are taken together, so that strip, lists and
 * map are of one moment, and the window is laid out once for all of them.
 */
export class CompactionData {
  picture = $state.raw<ZonePicture | undefined>()
  #lab: Lab
  #workspace: string
  #latest

  constructor(lab: Lab, workspace: string, fail: (reason: unknown) => void) {
    this.#lab = lab
    this.#workspace = workspace
    this.#latest = createLatest({
      ask: (question: ZoneQuestion) => this.#ask(question),
      take: (picture: ZonePicture) => (this.picture = picture),
      fail,
    })
  }

  /** Called from an effect, whenever the moment at the cursor or what is shown of it changed. */
  show(question: ZoneQuestion): void {
    this.#latest.ask(question)
  }

  /** State of a frame where the strip has it. */
  stateOf(frame: number): number | undefined {
    const found = this.picture?.cells.find(
      ({ first, states }) => frame >= first && frame < first + states.length,
    )
    return found?.states[frame - found.first]
  }

  async #ask({ run, frame, timeNs, map, frames, slots, bins, scanners }: ZoneQuestion): Promise<ZonePicture> {
    const at = { workspace: this.#workspace, run, frame, map }
    const asked = bins === undefined ? undefined : this.#lab.mapAt({ ...at, bins })
    const move = await this.#moveAt(run, timeNs)
    const from = move?.from ?? scanners?.migrateFrame ?? 0
    const to = Math.min(move?.to ?? scanners?.freeFrame ?? frames - 1, frames - 1)
    const windows = stripWindows(frames, slots, from, to)
    const cells = windows.map(({ first, count }) => this.#lab.mapCells({ ...at, first, count }))
    return { scanners, move, windows, cells: await Promise.all(cells), zone: await asked }
  }

  async #moveAt(run: string, toNs: number): Promise<CurrentMove | undefined> {
    const last = { offset: -lookBack, limit: lookBack }
    return newestMove(
      await this.#lab.decisions({ workspace: this.#workspace, run, fromNs: 0, toNs, ...last }),
    )
  }
}

/** Moves of compaction carry the frame they went to as their first number. */
function newestMove(answer: DecisionPage): CurrentMove | undefined {
  const { rows } = answer
  for (let place = rows.rows - 1; place >= 0; place--) {
    if (reasonOf(rows.reason[place]).frames !== 'moved') continue
    return { from: rows.page[place], to: rows.a[place], answer, place }
  }
  return undefined
}
