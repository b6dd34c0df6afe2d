import { lineShift, type PageRecords, type PageWords } from '../../../pages/page-records.ts'
import { coldHint, trapBit, type PageTable } from '../../../pages/page-table.ts'
import type { HintTraps } from '../../../trackers/hint-traps.ts'
import { createTimingWheel } from '../../../trackers/timing-wheel.ts'
import type { PageRates } from './page-rates.ts'

/** Hint faults from rates: arming a page schedules each group's next access to it; the first one faults. */
export interface WheelTraps extends HintTraps {
  /** Fires the faults that fell due on the groups' clocks. */
  advance(): void
  /** Draws the page's waits anew, after its rate changed. */
  redraw(page: number): void
}

/** `onFault`: a page that was armed was accessed, and is armed no more. */
export function createWheelTraps(
  rates: readonly PageRates[],
  table: PageTable,
  records: PageRecords,
  drawOf: PageWords,
  onFault: (page: number, group: number) => void,
): WheelTraps {
  const { hot, cold } = table
  const { lines } = records
  const { words: draws, shift, first } = drawOf
  const wheels = rates.map((group, g) =>
    createTimingWheel(
      records.takeWords(),
      (page, fromUnits) => group.drawNextUnits(page, draws[(page << shift) + first]++, fromUnits),
      (page) => {
        disarm(page)
        onFault(page, g)
      },
      (page) => lines[page << lineShift] + hot[page] + cold[page],
    ),
  )

  function schedule(page: number): void {
    for (let g = 0; g < wheels.length; g++) {
      const atUnits = rates[g].drawNextUnits(page, draws[(page << shift) + first]++, rates[g].units)
      if (atUnits !== Infinity) wheels[g].schedule(page, atUnits)
    }
  }

  function unschedule(page: number): void {
    for (let g = 0; g < wheels.length; g++) wheels[g].cancel(page)
  }

  function disarm(page: number): void {
    if ((cold[page] & coldHint) === 0) return
    cold[page] &= ~coldHint
    hot[page] &= ~trapBit
    unschedule(page)
  }

  return {
    arm(page) {
      cold[page] |= coldHint
      hot[page] |= trapBit
      schedule(page)
    },
    disarm,
    armed: (page) => (cold[page] & coldHint) !== 0,
    redraw(page) {
      if ((cold[page] & coldHint) === 0) return
      unschedule(page)
      schedule(page)
    },
    advance() {
      for (let g = 0; g < wheels.length; g++) wheels[g].advance(rates[g].units)
    },
  }
}
