import { reasonCode } from '../../../../../shared/documents/decision.ts'
import { FREE } from '../../../frames/frame-kinds.ts'
import type { CompactionWorld } from '../world.ts'
import { chooseRegion, type RegionChoice } from './choose-region.ts'

const cleared = reasonCode('region-cleared')

/** Pages of a region go in calls of as many as compaction’s batches have. */
const callPages = 32

/** Clears the region that the criterion prefers, its pages to the highest free frames outside. */
export function* clearChosenRegion(
  world: CompactionWorld,
  choice: RegionChoice,
  byFrame: boolean,
): Generator<void, void, undefined> {
  const { zone, ledger, mechanism, disruption, request } = world
  const size = request.order >= 0 ? 1 << request.order : request.frames
  world.runs++
  const copyNs = mechanism.movePageNs(Math.min(callPages, size))
  const expectedNs = (frame: number) => (disruption ? disruption.expectedNs(frame, copyNs) : copyNs)
  const region = chooseRegion(zone, size, request.order >= 0, choice, expectedNs)
  ledger.scanned += zone.frames
  world.host.spend(zone.frames * world.compactor.scanners.scanFrameNs)
  if (!region) return
  const end = region.start + size
  let to = zone.frames - 1
  for (let from = region.start; from < end; from++) {
    if (zone.kind[from] === FREE) continue
    while (zone.kind[to] !== FREE || (to >= region.start && to < end)) to--
    if (world.host.busy(from)) world.host.spend(world.compactor.scanners.syncWaitNs)
    world.host.spend(copyNs)
    zone.setAside(to)
    zone.move(from, to)
    world.carried(from, to, copyNs)
    world.decide(from, 1, cleared, to, region.disruptionNs / 1000, region.nextNs / 1000, copyNs)
    if (byFrame) yield
  }
}
