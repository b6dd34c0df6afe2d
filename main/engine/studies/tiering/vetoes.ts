import { reasonCode } from '../../../../shared/documents/decision.ts'
import type { ResolvedIntervention, ResolvedVeto } from '../../../../shared/documents/plan.ts'

/** The moves that the experimenter does not let happen. The world asks before each move, where there are any. */
export interface Vetoes {
  /** Called for a move that would take place; says no at most once for each page of a veto that holds once. */
  forbids(page: number, nowNs: number, reason: number): boolean
}

export const vetoedReason = reasonCode('vetoed')
export const forcedReason = reasonCode('forced')

/** `undefined` where the schedule vetoes nothing, so that an ordinary run asks nobody. */
export function createVetoes(schedule: readonly ResolvedIntervention[]): Vetoes | undefined {
  const vetoes = schedule.filter((entry): entry is ResolvedVeto => 'veto' in entry)
  if (vetoes.length === 0) return undefined
  const spent = vetoes.map(() => new Set<number>())
  const holds = ({ atNs, veto }: ResolvedVeto, i: number, page: number, nowNs: number): boolean => {
    if (nowNs < atNs || page < veto.page || page - veto.page >= veto.pages) return false
    if (veto.times === 'always') return true
    if (spent[i].has(page)) return false
    spent[i].add(page)
    return true
  }
  return {
    forbids: (page, nowNs, reason) =>
      reason !== forcedReason && vetoes.some((entry, i) => holds(entry, i, page, nowNs)),
  }
}
