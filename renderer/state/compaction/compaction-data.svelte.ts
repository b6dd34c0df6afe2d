import type { Lab, MapSlice } from '../../../shared/contract/lab.ts'
import type { DecisionPage, MapCells } from '../../../shared/contract/run-queries.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import type { StripWindow } from '../../plot/compaction/strip-windows.ts'
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

interface Place {
  readonly run: string
  readonly frame: number
}

/** What the compaction screen shows beside the tracks: cells one by one, the zone in bins, the newest move. */
export class CompactionData {
  cells = $state.raw<readonly MapCells[]>([])
  zone = $state.raw<MapSlice | undefined>()
  move = $state.raw<CurrentMove | undefined>()
  #cells
  #zone
  #move

  constructor(lab: Lab, workspace: string, fail: (reason: unknown) => void) {
    this.#cells = createLatest({
      ask: ({ windows, ...at }: Place & { map: string; windows: readonly StripWindow[] }) =>
        Promise.all(windows.map(({ first, count }) => lab.mapCells({ workspace, ...at, first, count }))),
      take: (cells: readonly MapCells[]) => (this.cells = cells),
      fail,
    })
    this.#zone = createLatest({
      ask: (at: Place & { map: string; bins: number }) => lab.mapAt({ workspace, ...at }),
      take: (slice: MapSlice) => (this.zone = slice),
      fail,
    })
    this.#move = createLatest({
      ask: async ({ run, toNs }: { run: string; toNs: number }) => {
        const all = { workspace, run, fromNs: 0, toNs }
        const { total } = await lab.decisions({ ...all, offset: 0, limit: 1 })
        return lab.decisions({ ...all, offset: Math.max(0, total - lookBack), limit: lookBack })
      },
      take: (answer: DecisionPage) => (this.move = newestMove(answer)),
      fail,
    })
  }

  /** Called from effects, whenever the cursor's frame or what is shown of it changed. */
  showCells(at: Place & { map: string; windows: readonly StripWindow[] }): void {
    this.#cells.ask(at)
  }

  showZone(at: Place & { map: string; bins: number }): void {
    this.#zone.ask(at)
  }

  showMove(run: string, toNs: number): void {
    this.#move.ask({ run, toNs })
  }

  /** State of a frame where the strip has it. */
  stateOf(frame: number): number | undefined {
    const found = this.cells.find(({ first, states }) => frame >= first && frame < first + states.length)
    return found?.states[frame - found.first]
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
