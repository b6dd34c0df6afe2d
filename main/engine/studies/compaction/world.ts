import { createStream, uniformAt } from '../../../../shared/base/random.ts'
import { reasonCode } from '../../../../shared/documents/decision.ts'
import type { CompactionPlan } from '../../../../shared/documents/plan.ts'
import type { Mechanism } from '../../mechanism.ts'
import type { Recorder } from '../../recording/recorder.ts'
import { createSilentRecorder } from '../../recording/silent-recorder.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { CompactionParts, CompactorRules, TriggerRules, ZoneWorkload } from './parts.ts'
import { createDisruption, type Disruption } from './regions/disruption.ts'
import type { Compaction } from '../../frames/scanners/compaction.ts'
import type { ScanHost, ScanMemory } from '../../frames/scanners/rules.ts'
import { createAllocator, type Allocator } from '../../frames/allocator.ts'
import { FREE, LISTED, MOVABLE, MOVED, TARGET } from '../../frames/frame-kinds.ts'
import type { Zone } from '../../frames/zone.ts'

/** What the parts of a plan come to, and what everything in a run shares. */
export interface CompactionWorld {
  readonly plan: CompactionPlan
  readonly zone: Zone
  readonly allocator: Allocator
  readonly workload: ZoneWorkload
  readonly trigger: TriggerRules
  readonly compactor: CompactorRules
  readonly mechanism: Mechanism
  readonly disruption: Disruption | undefined
  readonly ledger: Ledger
  readonly memory: ScanMemory
  /** What is wanted: a buddy block (order, else −1) or a run of frames (else 0). */
  readonly request: { readonly order: number; readonly frames: number }
  /** The order that indices and blocks are about: the wanted one, else a pageblock’s. */
  readonly indexOrder: number
  /** Runs of the scanners until now. A page is tried once in each, so that this numbers its draws. */
  runs: number
  /** The run of the scanners under way or last ended. */
  compaction: Compaction | undefined
  nowNs: number
  /** Whose clock compaction runs on: the requester’s, or kcompactd’s, which is ahead of `nowNs` while it works. */
  background: { clockNs: number } | undefined
  recorder: Recorder
  /** The map’s cell of a frame as it was last written. */
  readonly shown: Uint8Array
  /** Brings the map up to what the frame now holds. */
  show(frame: number, state?: number): void
  readonly host: ScanHost
  /** A page has moved: counted, and what it cost those who want it, expected and paid; the map follows. */
  carried(from: number, to: number, costNs: number): void
  decide(page: number, pages: number, reason: number, a: number, b: number, c: number, costNs: number): void
}

/** Hardware threads whose TLBs may hold a mapping of a page of the zone. */
const threads = 16

const codes = {
  moved: reasonCode('compaction-moved'),
  busy: reasonCode('compaction-busy'),
  barrier: reasonCode('compaction-barrier'),
}

export function createWorld(plan: CompactionPlan, parts: CompactionParts): CompactionWorld {
  const { seed, pageBytes } = plan.run
  const zonePart = pick(parts.zones, plan.zone.kind)
  const { values } = plan.zone
  const measured = zonePart.measure(values)
  if (!('frames' in measured)) throw new Error(`bug: a checked zone cannot be made: ${measured.fact}`)
  const shape = {
    frames: measured.frames,
    pageblockFrames: Number(values['pageblockFrames']),
    slabMovable: values['slabMovable'] === true,
  }
  const zone = zonePart.createZone(values, shape, seed)
  const workload = pick(parts.workloads, plan.workload.kind).createWorkload(plan.workload.values, {
    seed,
    zone,
  })
  const mechanism = pick(parts.mechanisms, plan.mechanism.kind).createMechanism(plan.mechanism.values, { pageBytes, threads }) // prettier-ignore
  const request = { order: Number(values['requestOrder']), frames: Number(values['requestFrames']) }
  const ledger = createLedger()
  const shown = new Uint8Array(zone.frames)
  const busyDraws = createStream(seed, 'busy pages')
  const disruption = workload.touches && createDisruption(workload.touches, seed)

  const world: CompactionWorld = {
    plan, zone, workload, mechanism, disruption, ledger, request, shown,
    allocator: createAllocator(zone),
    trigger: pick(parts.triggers, plan.trigger.kind).createTrigger(plan.trigger.values),
    compactor: pick(parts.compactors, plan.compactor.kind).createCompactor(plan.compactor.values),
    memory: { migrateFrame: -1, freeBlock: -1, skip: new Uint8Array(zone.blockType.length) },
    indexOrder: indexOrderOf(request, shape.pageblockFrames, zone.free.maxOrder),
    runs: 0,
    compaction: undefined,
    nowNs: 0,
    background: undefined,
    recorder: createSilentRecorder(),

    show(frame, state = zone.kind[frame]) {
      if (shown[frame] === state) return
      world.recorder.write(0, frame, shown[frame], state)
      shown[frame] = state
    },

    decide(page, pages, reason, a, b, c, costNs) {
      world.recorder.decide(world.nowNs, page, pages, 0, 1, reason, a, b, c, costNs)
    },

    carried(from, to, costNs) {
      ledger.moved++
      ledger.movedBytes += pageBytes
      // Where nobody touches the pages, a move disturbs by its copy alone.
      ledger.predictedNs += disruption ? disruption.expectedNs(from, costNs) : costNs
      ledger.paidNs += disruption ? disruption.move(from, to, costNs) : costNs
      world.show(from, FREE)
      world.show(to, zone.kind[to] === MOVABLE ? MOVED : zone.kind[to])
    },

    host: {
      busy: (frame) => workload.busyShare > 0 && uniformAt(busyDraws, frame, world.runs) < workload.busyShare,
      movePageNs: mechanism.movePageNs,
      spend(ns) {
        ledger.compactionNs += ns
        if (world.background) world.background.clockNs += ns
        else world.nowNs += ns
      },
      scanned: (frames) => void (ledger.scanned += frames),
      listed: (frame) => world.show(frame, LISTED),
      aside: (frame) => world.show(frame, TARGET),
      dropped: (frame) => world.show(frame),
      moved(from, to, costNs) {
        world.carried(from, to, costNs)
        const lists = world.compaction
        world.decide(from, 1, codes.moved, to, lists?.toMove.count ?? 0, lists?.targets.count ?? 0, costNs)
      },
      failed(frame, count, costNs) {
        ledger.failed++
        world.show(frame)
        world.decide(frame, 1, codes.busy, count, 0, 0, costNs)
      },
      passed: (frame, frames) => world.decide(frame, frames, codes.barrier, frames, 0, 0, 0),
    },
  } // prettier-ignore

  return world
}

function indexOrderOf(request: { order: number; frames: number }, pageblockFrames: number, most: number): number {
  if (request.order >= 0) return Math.min(request.order, most)
  const wanted = request.frames > 0 ? request.frames : pageblockFrames
  let order = 0
  while ((1 << order) < wanted && order < most) order++
  return order
} // prettier-ignore

function pick<P extends { readonly info: { readonly id: string } }>(list: readonly P[], kind: string): P {
  const part = list.find(({ info }) => info.id === kind)
  if (!part) throw new Error(`bug: no part "${kind}"`)
  return part
}

/** Is what the zone is asked for free? */
export function isServed({ zone, request }: CompactionWorld): boolean {
  if (request.order >= 0) return zone.free.blocksFrom(request.order) > 0
  return request.frames > 0 && zone.runs.longest() >= request.frames
}
