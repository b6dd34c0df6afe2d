import type {
  DecisionFilter, DecisionGroups, DecisionGroupsRequest, DecisionPage, DecisionRequest,
} from '../../../shared/contract/run-queries.ts' // prettier-ignore
import { createDecisionCounter } from '../../history/decision-groups.ts'
import {
  allMatch, inTime, matchingRows, mayMatch, needsMoves, needsOutcomes, rowsPerBlock, type DecisionRange,
} from '../../history/decision-search.ts' // prettier-ignore
import type { Work } from '../work.ts'
import { copyDecision, emptyDecisions } from '../../../shared/documents/comparing/decision-columns.ts'
import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import type { DecisionTable } from './decision-table.ts'
import { openOutcome, type OutcomeTable } from './outcome-table.ts'

/**
 * Looks through decision logs block by block. Blocks that cannot match are not read; how many rows of a full block pass a
 * filter is remembered, so that scrolling, zooming and panning through a filtered list read only what they show.
 */
export interface DecisionFinder {
  find(run: number, request: Omit<DecisionRequest, 'workspace'>): Work<Omit<DecisionPage, 'coverage'>>
  groups(run: number, request: Omit<DecisionGroupsRequest, 'workspace'>): Work<DecisionGroups>
  /** Something came of decisions of a run: what was counted by outcome no longer holds. */
  outcomesCame(run: number): void
  /** A run is gone. */
  forget(): void
}

/** Filters whose counts are remembered. */
const mostFilters = 8

interface Counts {
  readonly run: number
  readonly byOutcome: boolean
  readonly ofBlock: Map<number, number>
}

/** Blocks held in memory, 3.5 MiB each: the one at the cursor, the one on screen, and the neighbours of either. */
const mostBlocks = 4

/** 0, 1, 2 … */
function firstPlaces(rows: number): Uint32Array {
  const places = new Uint32Array(rows)
  for (let i = 0; i < rows; i++) places[i] = i
  return places
}

const nameOf = (run: number, { first, rows }: DecisionRange) => `${run} ${first} ${rows}`

export function createDecisionFinder(decisions: DecisionTable, outcomes: OutcomeTable): DecisionFinder {
  const counted = new Map<string, Counts>()
  const held = new Map<string, DecisionColumns>()

  /** Rows never change, so a block that was read serves again: a cursor that moves asks for the same one each time. */
  function blockOf(run: number, range: DecisionRange): DecisionColumns {
    const name = nameOf(run, range)
    const block = held.get(name) ?? decisions.block(run, range)
    held.delete(name)
    held.set(name, block)
    if (held.size > mostBlocks) held.delete(held.keys().next().value ?? name)
    return block
  }

  function countsFor(run: number, filter: DecisionFilter): Map<number, number> {
    const { page, lastPage, reason, reasons, verdict, from, to, outcome } = filter
    const name = JSON.stringify([run, page, lastPage, reason, reasons, verdict, from, to, outcome])
    let counts = counted.get(name)
    if (counts === undefined) {
      counts = { run, byOutcome: needsOutcomes(filter), ofBlock: new Map() }
      const [oldest] = counted.keys()
      if (counted.size >= mostFilters) counted.delete(oldest)
    } else counted.delete(name)
    counted.set(name, counts)
    return counts.ofBlock
  }

  function matching(run: number, range: DecisionRange, filter: DecisionFilter): Uint32Array {
    if (allMatch(range, filter)) return firstPlaces(range.rows)
    const block = needsMoves(filter) ? blockOf(run, range) : held.get(nameOf(run, range))
    return matchingRows(block ?? decisions.searched(run, range), filter, {
      ...(block && { moves: block }),
      ...(needsOutcomes(filter) && { outcomeKind: outcomes.of(run, range.first, range.rows).kind }),
    })
  }

  return {
    *find(run, request) {
      if (request.offset < 0) {
        const { total } = yield* this.find(run, { ...request, offset: 0, limit: 0 })
        return yield* this.find(run, { ...request, offset: Math.max(0, total + request.offset) })
      }
      const counts = countsFor(run, request)
      const found: { range: DecisionRange; places: Uint32Array }[] = []
      const firstWanted = request.offset
      const endWanted = firstWanted + Math.max(0, request.limit)
      let total = 0
      for (const range of decisions.ranges(run)) {
        if (!mayMatch(range, request)) continue
        const keeps = range.rows === rowsPerBlock && inTime(range, request)
        let count = allMatch(range, request) ? range.rows : keeps ? counts.get(range.first) : undefined
        const isWanted = count === undefined || (total < endWanted && total + count > firstWanted)
        if (isWanted) {
          const places = matching(run, range, request)
          count = places.length
          const shown = places.slice(Math.max(0, firstWanted - total), Math.max(0, endWanted - total))
          if (shown.length > 0) found.push({ range, places: shown })
          if (keeps) counts.set(range.first, count)
          yield
        }
        total += count ?? 0
      }
      return { ...pageOf(run, found), total }
    },

    *groups(run, request) {
      const counter = createDecisionCounter(request.pages, request.bins)
      for (const range of decisions.ranges(run)) {
        if (!mayMatch(range, request)) continue
        const places = matching(run, range, request)
        if (places.length > 0)
          counter.add(decisions.block(run, range), places, outcomes.of(run, range.first, range.rows))
        yield
      }
      return counter.result()
    },

    outcomesCame(run) {
      for (const [name, counts] of counted) if (counts.run === run && counts.byOutcome) counted.delete(name)
    },
    forget() {
      counted.clear()
      held.clear()
    },
  }

  function pageOf(
    run: number,
    found: readonly { range: DecisionRange; places: Uint32Array }[],
  ): Omit<DecisionPage, 'total' | 'coverage'> {
    const count = found.reduce((sum, { places }) => sum + places.length, 0)
    const rows = emptyDecisions(count)
    const number = new Float64Array(count)
    const outcomeKind = new Uint8Array(count).fill(openOutcome)
    const outcomeTimeNs = new Float64Array(count)
    const savedNs = new Float64Array(count)
    let row = 0
    for (const { range, places } of found) {
      const block = blockOf(run, range)
      const came = outcomes.of(run, range.first, range.rows)
      for (const place of places) {
        copyDecision(block, place, rows, row)
        number[row] = range.first + place
        outcomeKind[row] = came.kind[place]
        outcomeTimeNs[row] = came.timeNs[place]
        savedNs[row] = came.savedNs[place]
        row++
      }
    }
    return { rows, number, outcomeKind, outcomeTimeNs, savedNs }
  }
}
