import type { DecisionGroups } from '../../shared/contract/run-queries.ts'
import type { DecisionColumns } from '../../shared/documents/decision.ts'

/** Counts decisions by what they did (reason, from, to) and where, block after block. */
export interface DecisionCounter {
  /** Adds the rows at `places`; `savedNs` of row i counts where `outcomeKind[i]` says that something came of it. */
  add(
    block: DecisionColumns,
    places: Uint32Array,
    outcomes: { readonly kind: Uint8Array; readonly savedNs: Float64Array },
  ): void
  result(): DecisionGroups
}

const openOutcome = 255

interface Group {
  readonly reason: number
  readonly from: number
  readonly to: number
  readonly perBin: Uint32Array
  rows: number
  costNs: number
  savedNs: number
}

export function createDecisionCounter(pages: number, mostBins: number): DecisionCounter {
  const pagesPerBin = Math.max(1, Math.ceil(pages / Math.max(1, mostBins)))
  const bins = Math.max(1, Math.ceil(pages / pagesPerBin))
  const groups = new Map<number, Group>()
  /** The group of a row is mostly one of few: found without hashing while nodes are numbered below 16. */
  const quick: (Group | undefined)[] = new Array<undefined>(65_536).fill(undefined)

  function groupOf(reason: number, from: number, to: number): Group {
    if (from > 15 || to > 15) return anyGroup(reason, from, to)
    const place = (reason << 8) | (from << 4) | to
    return (quick[place] ??= anyGroup(reason, from, to))
  }

  function anyGroup(reason: number, from: number, to: number): Group {
    const key = (reason << 16) | (from << 8) | to
    let group = groups.get(key)
    if (group === undefined) {
      group = { reason, from, to, perBin: new Uint32Array(bins), rows: 0, costNs: 0, savedNs: 0 }
      groups.set(key, group)
    }
    return group
  }

  return {
    add(block, places, outcomes) {
      const { page, reason, from, to, costNs } = block
      for (let p = 0; p < places.length; p++) {
        const i = places[p]
        const group = groupOf(reason[i], from[i], to[i])
        group.rows++
        group.costNs += costNs[i]
        if (outcomes.kind[i] !== openOutcome) group.savedNs += outcomes.savedNs[i]
        group.perBin[Math.min(bins - 1, Math.floor(page[i] / pagesPerBin))]++
      }
    },
    result() {
      const sorted = [...groups.values()].sort(
        (x, y) => y.rows - x.rows || x.reason - y.reason || x.from - y.from || x.to - y.to,
      )
      const perBin = new Uint32Array(sorted.length * bins)
      sorted.forEach((group, g) => perBin.set(group.perBin, g * bins))
      return {
        bins,
        pagesPerBin,
        reason: Uint8Array.from(sorted, (group) => group.reason),
        from: Uint8Array.from(sorted, (group) => group.from),
        to: Uint8Array.from(sorted, (group) => group.to),
        rows: Float64Array.from(sorted, (group) => group.rows),
        costNs: Float64Array.from(sorted, (group) => group.costNs),
        savedNs: Float64Array.from(sorted, (group) => group.savedNs),
        perBin,
      }
    },
  }
}
