import { reasonCode } from '../../../../shared/documents/decision.ts'
import type { ResolvedForce } from '../../../../shared/documents/plan.ts'
import { nodeMask, nowhere } from '../../pages/page-table.ts'
import { fromAll, type Why } from '../../policy.ts'
import { tiersOf } from '../../hardware/tiers.ts'
import type { PolicySeat } from './policy-seat.ts'
import { forcedReason } from './vetoes.ts'
import type { World } from './world.ts'
import { adoptCompanions } from './zones/companions.ts'

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
