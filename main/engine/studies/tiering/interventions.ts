import { reasonCode } from '../../../../shared/documents/decision.ts'
import type { ResolvedForce, ResolvedIntervention, ResolvedVeto } from '../../../../shared/documents/plan.ts'
import { nodeMask, nowhere } from '../../pages/page-table.ts'
import { fromAll, type Why } from '../../policy.ts'
import { tiersOf } from './policy-host.ts'
import type { PolicySeat } from './policy-seat.ts'
import type { World } from './world.ts'
import { adoptCompanions } from './zones/companions.ts'

/** The moves that the experimenter does not let happen. The world asks before each move, where there are any. */
export interface Vetoes {
  /** Called for a move that would take place; says no at most once for each page of a veto that holds once. */
  forbids(page: number, nowNs: number, reason: number): boolean
}

export const vetoedReason = reasonCode('vetoed')
const forcedReason = reasonCode('forced')

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

/** Carries out forced moves; the policy is told of each, so that its books follow. */
export function createForce(world: World, seat: PolicySeat): (force: ResolvedForce['force']) => void {
  const { machine, table, freePages } = world
  const why: Why = { reason: forcedReason, a: 0, b: 0, c: 0 }
  const noRoom: Why = { reason: reasonCode('forced-without-room'), a: 0, b: 0, c: 0 }
  return ({ page: first, pages, node }) => {
    const to = node === '' ? tiersOf(machine)[0][0] : machine.nodes.findIndex(({ id }) => id === node)
    const end = Math.min(first + pages, table.pageCount)
    for (let page = first; page < end; page++) {
      const from = table.hot[page] & nodeMask
      if (from === nowhere || from === to) continue
      why.a = freePages[to]
      if (!world.move(page, to, why, pages, fromAll)) world.turnDown(page, to, noRoom, 0)
      else seat.now.adopt(page, from)
      adoptCompanions(world, seat)
    }
  }
}
