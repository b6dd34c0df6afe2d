import { reasonCode } from '../../../../shared/documents/decision.ts'
import { fragmentationIndex, fragmentationScore } from '../../frames/fragmentation.ts'
import { clearChosenRegion } from './regions/clear-region.ts'
import { createCompaction, type Compaction } from '../../frames/scanners/compaction.ts'
import { createChurn } from './demand/churn.ts'
import { createDeferral } from '../../frames/deferral.ts'
import { createHeldBlocks } from './demand/held-blocks.ts'
import { isServed, type CompactionWorld } from './world.ts'

/** Each `yield` ends an epoch, and so does the end. */
export type Life = Generator<void, void, undefined>

const got = reasonCode('block-got')
const none = reasonCode('block-none')
const deferred = reasonCode('compaction-deferred')
const unsuitable = reasonCode('compaction-unsuitable')

/** How finely a run is recorded: every phase and every move, or so many batches an epoch. */
export type Grain = 'move' | { readonly batches: number }

/** All that happens in a run, in order of time. */
export function* liveOut(world: CompactionWorld, grain: Grain, lengthNs: number): Life {
  yield
  if (world.trigger.when === 'manual') {
    yield* compact(world, { sync: world.trigger.sync, order: -1, frames: 0 }, grain)
  }
  if (world.request.order < 0 && world.request.frames === 0) return
  if (world.workload.requests === 1) yield* answerRequest(world, grain, createDeferral(), false)
  else yield* answerAll(world, grain, lengthNs)
}

/** A run of the scanners from here to its end, on the clock of whoever waits for it. */
function* compact(world: CompactionWorld, wanted: Wanted, grain: Grain): Life {
  const compaction = begin(world, wanted)
  const batches = grain === 'move' ? 1 : grain.batches
  for (let done = 0; ;) {
    const wasMoving = compaction.phase === 'move'
    const end = grain === 'move' ? compaction.advanceByFrame() : compaction.advance()
    if (end !== undefined) break
    if (grain === 'move') yield
    else if (wasMoving && ++done % batches === 0) yield
  }
  finish(world, compaction)
}

interface Wanted {
  readonly sync: boolean
  readonly order: number
  readonly frames: number
}

function begin(world: CompactionWorld, { sync, order, frames }: Wanted): Compaction {
  const { scanners } = world.compactor
  const rules = {
    ...scanners,
    sync,
    order,
    requestFrames: frames,
    movableBlocksOnly: scanners.movableBlocksOnly && !sync,
  }
  if (!scanners.skipBits || order < 0) {
    world.memory.migrateFrame = -1
    world.memory.freeBlock = -1
  }
  const compaction = createCompaction(world.zone, rules, world.host, world.memory)
  world.compaction = compaction
  world.runs++
  return compaction
}

function finish({ memory }: CompactionWorld, compaction: Compaction): void {
  compaction.close()
  if (memory.migrateFrame < 0) memory.skip.fill(0)
}

/** One request: it takes a block that is free, or compacts for one as the trigger says, or goes without. */
function* answerRequest(
  world: CompactionWorld,
  grain: Grain,
  deferral: ReturnType<typeof createDeferral>,
  takes: boolean,
): Generator<void, number, undefined> {
  const { ledger, request, trigger } = world
  const number = ledger.requests++
  const beganNs = world.nowNs
  let served = isServed(world)
  const atOnce = served
  if (!served && trigger.when === 'direct' && mayCompact(world, number, deferral)) {
    if (world.compactor.region) {
      yield* clearChosenRegion(world, world.compactor.region, grain === 'move')
      served = isServed(world)
    } else {
      yield* compact(world, { sync: trigger.sync, ...request }, grain)
      served = isServed(world)
      if (!served && trigger.thenSync) {
        yield* compact(world, { sync: true, ...request }, grain)
        served = isServed(world)
      }
    }
    // An asynchronous run that failed says nothing of the zone: it does not defer.
    if (trigger.defers && (served || trigger.thenSync || trigger.sync || world.compactor.region))
      deferral.tell(served)
  }
  const waitedNs = world.nowNs - beganNs
  ledger.stallNs += waitedNs
  ledger.stallMaxNs = Math.max(ledger.stallMaxNs, waitedNs)
  ledger.lastSatisfied = served
  const first = served && takes ? takeBlock(world) : -1
  if (served) {
    ledger.got++
    if (!atOnce) ledger.gotByCompaction++
    world.decide(Math.max(0, first), 1, got, number, waitedNs, 0, waitedNs)
  } else {
    ledger.missed++
    world.decide(
      0,
      1,
      none,
      number,
      waitedNs,
      fragmentationIndex(world.zone.free, world.indexOrder),
      waitedNs,
    )
  }
  return first
}

function mayCompact(world: CompactionWorld, number: number, deferral: ReturnType<typeof createDeferral>): boolean {
  const { ledger, zone, compactor } = world
  if (world.trigger.defers && deferral.skips()) {
    ledger.deferred++
    world.decide(0, 1, deferred, number, deferral.oneIn, 0, 0)
    return false
  }
  const threshold = compactor.scanners.extfragThreshold
  // As the kernel does, only for orders that are costly.
  if (threshold < 0 || world.request.order <= 3) return true
  const index = fragmentationIndex(zone.free, world.indexOrder)
  if (index === -1000 || index > threshold) return true
  world.decide(0, 1, unsuitable, number, index, threshold, 0)
  return false
} // prettier-ignore

/** Takes what the request asked for; returns its first frame. */
function takeBlock(world: CompactionWorld): number {
  const { zone, allocator, request } = world
  const size = request.order >= 0 ? 1 << request.order : request.frames
  const first = request.order >= 0 ? allocator.allocate(request.order, 1, world.ledger.requests & 0xffff) : lowestRun(world, size) // prettier-ignore
  if (request.order < 0)
    for (let frame = first; frame < first + size; frame++)
      zone.take(frame, 1, world.ledger.requests & 0xffff, 1)
  for (let frame = first; frame < first + size; frame++) world.show(frame)
  return first
}

function lowestRun({ zone }: CompactionWorld, size: number): number {
  let run = 0
  for (let frame = 0; frame < zone.frames; frame++) {
    run = zone.free.isFree(frame) ? run + 1 : 0
    if (run === size) return frame + 1 - size
  }
  throw new Error('bug: a run that was found is gone')
}

/** Many requests, with what comes and goes meanwhile, and kcompactd beside them. */
function* answerAll(world: CompactionWorld, grain: Grain, lengthNs: number): Life {
  const { workload, trigger, zone, ledger } = world
  const deferral = createDeferral()
  const churn = createChurn(world)
  const held = createHeldBlocks(world)
  let nextRequestNs = 0
  let nextCheckNs = trigger.when === 'proactive' ? trigger.checkNs : Infinity
  let kcompactd: { readonly compaction: Compaction; readonly untilScore: number; readonly scoreAtStart: number; clockNs: number } | undefined // prettier-ignore
  let rests = 1

  const wake = (untilScore: number) => {
    if (kcompactd) return
    const order = untilScore < 0 ? world.request.order : -1
    const compaction = begin(world, { sync: true, order, frames: untilScore < 0 ? world.request.frames : 0 })
    const scoreAtStart = fragmentationScore(zone.free, world.indexOrder)
    kcompactd = { compaction, untilScore, scoreAtStart, clockNs: world.nowNs }
  }

  while (ledger.requests < workload.requests) {
    const worksNs = kcompactd?.clockNs ?? Infinity
    const nowNs = Math.max(world.nowNs, Math.min(nextRequestNs, nextCheckNs, worksNs))
    if (nowNs >= lengthNs) return
    world.nowNs = nowNs
    held.releaseUntil(nowNs)
    churn.runUntil(nowNs)
    if (kcompactd && worksNs <= nowNs && worksNs <= nextRequestNs) {
      world.background = kcompactd
      const ended = batch(kcompactd.compaction) || isLowEnough(world, kcompactd.untilScore)
      world.background = undefined
      if (ended) {
        finish(world, kcompactd.compaction)
        const score = fragmentationScore(zone.free, world.indexOrder)
        rests = kcompactd.untilScore >= 0 && score >= kcompactd.scoreAtStart ? 64 : 1
        if (kcompactd.untilScore < 0) deferral.tell(isServed(world))
        else nextCheckNs = nowNs + trigger.checkNs * rests
        kcompactd = undefined
      }
      yield
    } else if (nextCheckNs <= nowNs) {
      nextCheckNs = nowNs + trigger.checkNs * rests
      rests = 1
      if (fragmentationScore(zone.free, world.indexOrder) > trigger.highScore) wake(trigger.lowScore)
    } else {
      const first = yield* answerRequest(world, grain, deferral, true)
      yield
      if (first >= 0) held.add(first, world.nowNs)
      else if (!kcompactd && (trigger.when === 'background' || trigger.when === 'proactive')) {
        if (mayCompact(world, ledger.requests - 1, deferral)) wake(-1)
      }
      nextRequestNs = Math.max(world.nowNs, nextRequestNs + workload.everyNs)
    }
  }
  if (kcompactd) finish(world, kcompactd.compaction)
}

/** One batch of the scanners, all three phases. True at the end of the run. */
function batch(compaction: Compaction): boolean {
  do if (compaction.advance() !== undefined) return true
  while (compaction.phase !== 'list')
  return false
}

function isLowEnough({ zone, indexOrder }: CompactionWorld, untilScore: number): boolean {
  return untilScore >= 0 && fragmentationScore(zone.free, indexOrder) <= untilScore
}
