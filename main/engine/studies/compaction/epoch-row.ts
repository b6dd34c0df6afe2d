import { fragmentationIndex, unusableFreeIndex } from '../../frames/fragmentation.ts'
import { zoneBounds } from './indices/bounds.ts'
import { segmentsOf, segmentsUpTo } from './indices/segments.ts'
import type { CompactionWorld } from './world.ts'

/** Fills the columns of `columns.ts`, in their order, and makes the root of the moment. */
export interface EpochRow {
  readonly row: Float64Array
  fill(): void
  root(): object
}

/** Frames of each list that the root names. */
const namedFrames = 64

export function createEpochRow(world: CompactionWorld, columns: number): EpochRow {
  const { zone, ledger, indexOrder } = world
  const row = new Float64Array(columns)
  const before = { ...ledger }
  let { longestSegmentFrames } = zoneBounds(zone)
  let gotBefore = 0
  const changesBarriers = world.workload.churn !== undefined
  const freeInAll = () => zone.free.freeFrames + (world.compaction?.asideFrames ?? 0)

  return {
    row,
    fill() {
      const { free } = zone
      const compaction = world.compaction
      const aside = compaction?.targets.count ?? 0
      if (ledger.got !== gotBefore && world.workload.requests > 1 && !changesBarriers) {
        gotBefore = ledger.got
        longestSegmentFrames = zoneBounds(zone).longestSegmentFrames
      }
      const since = (name: 'moved' | 'scanned' | 'failed' | 'compactionNs' | 'got' | 'missed' | 'stallNs' | 'paidNs' | 'predictedNs') => {
        const value = ledger[name] - before[name]
        before[name] = ledger[name]
        return value
      } // prettier-ignore
      let at = 0
      row[at++] = zone.runs.longest()
      // With pages coming and going the barriers move, and looking for them anew each time would cost a pass.
      row[at++] = changesBarriers ? NaN : Math.min(longestSegmentFrames, freeInAll())
      row[at++] = free.freeFrames
      row[at++] = compaction?.migrateFrame ?? 0
      row[at++] = compaction?.freeFrame ?? zone.frames
      row[at++] = compaction?.toMove.count ?? 0
      row[at++] = aside
      row[at++] = since('moved')
      row[at++] = since('scanned')
      row[at++] = since('failed')
      row[at++] = since('compactionNs')
      row[at++] = unusableFreeIndex(free, indexOrder)
      row[at++] = fragmentationIndex(free, indexOrder)
      row[at++] = freeBlocksOf(world)
      row[at++] = since('got')
      row[at++] = since('missed')
      row[at++] = since('stallNs')
      row[at++] = since('paidNs') / 1000
      row[at++] = since('predictedNs') / 1000
      for (let order = 0; order <= free.maxOrder; order++) row[at++] = free.blocks[order] * (1 << order)
    },
    root() {
      const { compaction } = world
      return {
        scanners: {
          phase: compaction?.phase ?? 'not begun',
          migrateFrame: compaction?.migrateFrame ?? 0,
          freeFrame: compaction?.freeFrame ?? zone.frames,
        },
        toMove: named(compaction?.toMove),
        targets: named(compaction?.targets),
        requests: {
          asked: ledger.requests,
          got: ledger.got,
          missed: ledger.missed,
          deferred: ledger.deferred,
        },
        ...(zone.frames <= segmentsUpTo && { segments: segmentsOf(zone, freeInAll()) }),
        so_far: { moved: ledger.moved, scanned: ledger.scanned, failed: ledger.failed },
        pageblocks: { fallbacks: world.allocator.fallbacks, steals: world.allocator.steals },
      }
    },
  }
}

function named(list: { readonly count: number; at(place: number): number } | undefined) {
  const count = list?.count ?? 0
  return { count, frames: Array.from({ length: Math.min(count, namedFrames) }, (_, i) => list!.at(i)) }
}

/** Free aligned blocks of the order that the run is about. */
export function freeBlocksOf({ zone, indexOrder }: CompactionWorld): number {
  const { blocks, maxOrder } = zone.free
  let count = 0
  for (let order = indexOrder; order <= maxOrder; order++)
    count += blocks[order] * (1 << (order - indexOrder))
  return count
}
