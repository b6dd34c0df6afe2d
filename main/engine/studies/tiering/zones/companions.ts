import { nodeMask, nowhere } from '../../../pages/page-table.ts'
import type { PolicySeat } from '../policy-seat.ts'
import type { World } from '../world.ts'
import { hugePages } from './node-frames.ts'

/** How a policy's books follow pages that come or go along with another page of their huge page. */

type Seat = Pick<PolicySeat, 'now'>

/**
 * First touch of a page: the policy says where it goes. Where that node has a huge page for its region, the other pages
 * of the region come with it; the policy adopts them, and is not asked for them any more.
 */
export function createFirstTouches(world: World, seat: Seat): (page: number, group: number) => void {
  const { zones, table } = world
  if (zones === undefined) return (page, group) => world.place(page, seat.now.placePage(page, group))
  return (page, group) => {
    if ((table.hot[page] & nodeMask) !== nowhere) return
    const node = seat.now.placePage(page, group)
    if (!zones.ask(page, node, group)) {
      world.place(page, node)
      return
    }
    const first = page - (page % hugePages)
    for (let other = first; other < first + hugePages; other++) {
      world.place(other, node)
      if (other !== page) seat.now.adopt(other, nowhere)
    }
  }
}

/**
 * The policy takes up pages that moved along with one that it moved. After a fault, a tick or a forced move, never
 * within one: a policy may be in the middle of its lists.
 */
export function adoptCompanions({ companions, table }: World, seat: Seat): void {
  if (companions.size === 0) return
  for (const [page, from] of companions) if ((table.hot[page] & nodeMask) !== from) seat.now.adopt(page, from)
  companions.clear()
}

/** A millisecond is over, for the policy and for the zones. */
export function endTick(world: World, seat: Seat): void {
  seat.now.tick?.()
  world.zones?.tick()
  adoptCompanions(world, seat)
}
