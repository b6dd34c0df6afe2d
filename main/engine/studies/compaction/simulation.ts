import type { CompactionPlan } from '../../../../shared/documents/plan.ts'
import type { RunSummary } from '../../../../shared/documents/run.ts'
import type { Simulation } from '../../study.ts'
import { compactionSpec } from './columns.ts'
import { createEpochRow, freeBlocksOf } from './epoch-row.ts'
import { zoneBounds } from './indices/bounds.ts'
import { fragmentationIndex, unusableFreeIndex } from '../../frames/fragmentation.ts'
import { liveOut, type Grain } from './life.ts'
import type { CompactionParts } from './parts.ts'
import { FREE } from '../../frames/frame-kinds.ts'
import { createWorld, isServed, type CompactionWorld } from './world.ts'

/** One zone, from its first frame to the end of what happens to it. A step is an epoch. */
export function createCompactionSimulation(plan: CompactionPlan, parts: CompactionParts): Simulation {
  const world = createWorld(plan, parts)
  const { zone, ledger, workload } = world
  const spec = compactionSpec(plan, zone, world.indexOrder)
  const epochRow = createEpochRow(world, spec.columns.length)
  const grain = grainOf(world)
  const life = liveOut(world, grain, plan.run.lengthNs)
  const atStart = { bounds: zoneBounds(zone, 1 << world.indexOrder), blocks: freeBlocksOf(world) }
  const epochs = epochsOf(world, grain)
  let ended = false

  function endEpoch(): void {
    epochRow.fill()
    world.recorder.endEpoch(world.nowNs, epochRow.row, epochRow.root)
  }

  return {
    spec,
    frameRule: epochs === undefined ? { everyNs: Math.max(1, spanNsOf(world) / plan.run.frames) } : { everyEpochs: Math.max(1, Math.ceil(epochs / plan.run.frames)) },
    expectedFrames: Math.min(plan.run.frames, epochs ?? plan.run.frames),

    attach(recorder) {
      world.recorder = recorder
      for (let frame = 0; frame < zone.frames; frame++) if (zone.kind[frame] !== FREE) world.show(frame)
    },

    step() {
      if (ended) return 'done'
      if (life.next().done === true) ended = true
      endEpoch()
      return ended ? 'done' : 'more'
    },

    feed() {
      throw new Error('bug: a zone is never hungry')
    },

    set(section, values) {
      if (section === 'mechanism') world.mechanism.set(values)
    },

    finish: () => world.recorder.close(),

    get nowNs() {
      return world.nowNs
    },
    accesses: 0,
    get doneShare() {
      if (ended) return 1
      if (workload.requests > 1) return Math.min(1, ledger.requests / workload.requests)
      const { compaction } = world
      return compaction ? 1 - Math.max(0, compaction.freeFrame - compaction.migrateFrame) / zone.frames : 0
    },

    summary(): RunSummary {
      const { free } = zone
      const won = freeBlocksOf(world) - atStart.blocks
      const blocks = workload.requests > 1 ? ledger.gotByCompaction : won
      const satisfied = workload.requests > 1 ? ledger.lastSatisfied : isServed(world)
      const frames = (value: number) => ({ value, unit: 'frames' as const })
      const count = (value: number) => ({ value, unit: 'count' as const })
      const ns = (value: number) => ({ value, unit: 'ns' as const })
      return {
        requestSatisfied: count(satisfied ? 1 : 0),
        largestFreeRunFrames: frames(zone.runs.longest()),
        bestRunFrames: frames(atStart.bounds.bestRunFrames),
        movedFrames: frames(ledger.moved),
        scannedFrames: frames(ledger.scanned),
        failedFrames: frames(ledger.failed),
        freeFrames: frames(free.freeFrames),
        blocksWon: count(won),
        bestBlocks: count(atStart.bounds.bestBlocks),
        compactionNs: ns(ledger.compactionNs),
        ...(blocks > 0 && { nsPerBlockWon: ns(ledger.compactionNs / blocks) }),
        movedBytes: { value: ledger.movedBytes, unit: 'bytes' },
        unusableFreeIndex: { value: unusableFreeIndex(free, world.indexOrder), unit: 'share' },
        fragmentationIndex: { value: fragmentationIndex(free, world.indexOrder), unit: 'none' },
        predictedDisruptionUs: { value: ledger.predictedNs / 1000, unit: 'us' },
        paidDisruptionUs: { value: ledger.paidNs / 1000, unit: 'us' },
        requests: count(ledger.requests),
        requestsGot: count(ledger.got),
        requestsGotByCompaction: count(ledger.gotByCompaction),
        requestsDeferred: count(ledger.deferred),
        stallNs: ns(ledger.stallNs),
        stallMaxNs: ns(ledger.stallMaxNs),
        ...(workload.savesNsPerSec > 0 && {
          savedNs: ns(ledger.savedNs),
          netSavedNs: ns(ledger.savedNs - ledger.compactionNs),
        }),
      }
    },
  }
} // prettier-ignore

/** Small zones are recorded move by move, others so many batches at a time that frames are not outnumbered far. */
function grainOf({ zone, compactor, plan, workload }: CompactionWorld): Grain {
  if (workload.requests === 1 && 4 * zone.frames <= plan.run.frames) return 'move'
  const batches = zone.frames / Math.min(zone.frames, compactor.scanners.batchFrames)
  return { batches: Math.max(1, Math.ceil(batches / 2 / plan.run.frames)) }
}

/**
 * About how many epochs there will be, at most; undefined where requests come at a pace of their own. Requests that follow each other at once
 * take no time but their own, and that is known only afterwards.
 */
function epochsOf({ zone, compactor, workload }: CompactionWorld, grain: Grain): number | undefined {
  if (workload.requests > 1 && workload.everyNs > 0) return undefined
  if (grain === 'move') return 2 * zone.frames
  const batches = zone.frames / Math.min(zone.frames, compactor.scanners.batchFrames)
  const ofRun = compactor.region ? 0 : Math.ceil(batches / 2 / grain.batches)
  return workload.requests > 1 ? 1 + workload.requests * (1 + ofRun) : ofRun
}

function spanNsOf({ plan, workload }: CompactionWorld): number {
  return workload.everyNs > 0 ? Math.min(plan.run.lengthNs, workload.requests * workload.everyNs) : plan.run.lengthNs
} // prettier-ignore
