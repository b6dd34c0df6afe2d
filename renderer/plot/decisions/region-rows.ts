import type { DecisionGroups } from '../../../shared/contract/run-queries.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import type { RecordingSpec } from '../../../shared/documents/recorded.ts'
import { moveWords, type MoveWords } from './move-words.ts'

/** Decisions about one range of pages, by what they did. */
export interface RegionRow {
  readonly page: number
  readonly lastPage: number
  readonly total: number
  readonly moves: readonly MovePart[]
  /** The reason given most often, with its share. */
  readonly mostFor: string
}

export interface MovePart extends MoveWords {
  readonly rows: number
}

/** Ranges with decisions, from the lowest pages up. */
export function regionRows(groups: DecisionGroups, spec: RecordingSpec): RegionRow[] {
  const { bins, pagesPerBin, reason, from, to, perBin } = groups
  const rows: RegionRow[] = []
  for (let bin = 0; bin < bins; bin++) {
    const moves = new Map<string, MovePart>()
    const byReason = new Map<number, number>()
    let total = 0
    for (let g = 0; g < reason.length; g++) {
      const count = perBin[g * bins + bin]
      if (count === 0) continue
      total += count
      const part = moveWords({ reason: reason[g], from: from[g], to: to[g] }, spec.nodes)
      moves.set(part.name, { ...part, rows: (moves.get(part.name)?.rows ?? 0) + count })
      byReason.set(reason[g], (byReason.get(reason[g]) ?? 0) + count)
    }
    if (total === 0) continue
    const [code, most] = [...byReason].reduce((best, next) => (next[1] > best[1] ? next : best))
    const page = bin * pagesPerBin
    rows.push({
      page,
      lastPage: page + pagesPerBin - 1,
      total,
      moves: [...moves.values()],
      mostFor: `${reasonOf(code).title} (${Math.round((100 * most) / total)}\u202f%)`,
    })
  }
  return rows
}
