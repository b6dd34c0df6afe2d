import { nodeMask, nowhere } from '../../../pages/page-table.ts'
import type { PolicySeat } from '../policy-seat.ts'
import type { World } from '../world.ts'
import { hugePages } from './node-frames.ts'

/**
 * First touch of a page: the policy says where it goes. Where that node has a huge page for its region, the other pages
 * of the region come with it; the policy adopts them, and is not asked for them any more.
 */
export function createFirstTouches(
  world: World,
  seat: Pick<PolicySeat, 'now'>,
): (page: number, group: number) => void {
  const { zones, table } = world
  if (zones === undefined) return (page, group) => world.place(page, seat.now.placePage(page, group))
  return (page, group) => {
    if ((table.hot[page] & nodeMask) !== nowhere) return
    const node = seat.now.placePage(page, group)
    if (!zones.ask(page, node, group)) {
      world.place(page, node)
      return
    }
    const first = Math.floor(page / hugePages) * hugePages
    for (let other = first; other < first + hugePages; other++) {
      world.place(other, node)
      if (other !== page) seat.now.adopt(other, nowhere)
    }
  }
}
