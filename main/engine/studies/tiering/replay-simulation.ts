import type { ParamValues } from '../../../../shared/documents/part.ts'
import { sampleShareOf } from '../../../../shared/documents/plan.ts'
import type { RunSummary } from '../../../../shared/documents/run.ts'
import { shareBackground } from '../../agents/background.ts'
import { foregroundOf } from '../../agents/thread-group.ts'
import { createClosedLoop } from '../../hardware/closed-loop.ts'
import { coldAbsent, coldHint } from '../../pages/page-table.ts'
import type { Recorder } from '../../recording/recorder.ts'
import { createSilentRecorder } from '../../recording/silent-recorder.ts'
import type { Simulation } from '../../study.ts'
import { accessesMatrix, createAddressBins, seenMatrix } from './address-bins.ts'
import { allFastAccessesPerSec } from './all-fast.ts'
import type { Assembly } from './assembly.ts'
import { tieringSpec } from './columns.ts'
import { createEpochRow } from './epoch-row.ts'
import { createForce } from './forces.ts'
import { tiersOf } from '../../hardware/tiers.ts'
import { createPolicyHost } from './policy-host.ts'
import { createPolicySeat } from './policy-seat.ts'
import { batchAccesses, createBatch } from './replay/batch.ts'
import { nodesOfGroup } from './replay/group-loop.ts'
import { createMergedBatch } from './replay/merged-batch.ts'
import { createRealSamples } from './replay/real-samples.ts'
import { createRealAccessedBits, createRealTraps } from './replay/real-traps.ts'
import { createSavedMeter } from './replay/saved-meter.ts'
import { seenBy } from './replay/seen-by.ts'
import { createServing } from './replay/serving.ts'
import { replaySpan } from './replay/span.ts'
import { createTouchCounts } from './replay/touch-counts.ts'
import { createTurns } from './replay/turns.ts'
import { createSchedule } from './schedule.ts'
import { createTotals } from './totals.ts'
import { createUncore } from './uncore.ts'
import { createWorld, type EngineHooks } from './world.ts'
import { adoptCompanions, createFirstTouches, endTick } from './zones/companions.ts'

const tickNs = 1e6
/** One access in so many is counted into the address × time matrix of long replays. */
const matrixStride = 16

/**
 * The replay engine: every access is charged, one by one, to the group that makes it. Between two kernel ticks a batch
 * is served in the order of time; then the closed loop says how long it took each group, with the costs that it caused.
 */
export function createReplaySimulation(assembly: Assembly): Simulation {
  const { plan, machine, workload, mechanism } = assembly
  const { lengthNs } = plan.run
  const { pageCount } = workload
  const groups = foregroundOf(workload.groups)
  const nodes = machine.nodes.length
  const loop = createClosedLoop(machine, workload.groups, 1)
  shareBackground(loop, machine, workload.groups)
  const allFastPerSec = allFastAccessesPerSec(machine, groups, 1)
  const topTier = machine.nodes[tiersOf(machine)[0][0]].tier
  const slowest = tiersOf(machine).at(-1)![0]
  const isFast = machine.nodes.map((node) => node.tier === topTier)
  const meter = createSavedMeter(machine, groups, pageCount)
  const source = workload.createAccesses!(0)
  const servedLength = nodesOfGroup * groups.length
  const served = source.weighted ? new Float64Array(servedLength) : new Uint32Array(servedLength)
  const sampledTouches = new Float64Array(source.weighted ? pageCount : 0)
  const threads = groups.reduce((sum, group) => sum + group.threads, 0)
  const epochServed = new Float64Array(servedLength)
  const nodeServed = new Float64Array(nodes)

  const hooks: EngineHooks = {
    onPlaced: (page, node) => bins.onPlaced(page, isFast[node]),
    onMoved(page, from, to) {
      bins.onMoved(page, isFast[from], isFast[to])
      traps.disarm(page)
    },
    savedMeterNs(page, from, to) {
      const accesses = source.weighted ? sampledTouches[page] : touches.of(page)
      return meter.savedNs(page, accesses, from, to)
    },
  }
  const world = createWorld(plan, machine, groups, pageCount, mechanism, createSilentRecorder(), hooks)
  const { clock, counters, table } = world
  const { hot, cold } = table
  const touches = createTouchCounts(table)
  const traps = createRealTraps(table)
  const samples = createRealSamples((page) => world.recorder.addToMatrix(seenMatrix, bins.binOf(page), 1))
  const seat = createPolicySeat(
    assembly,
    createPolicyHost(world, mechanism, traps, createRealAccessedBits(table), {
      ...createUncore(loop, workload.groups.length, nodes),
      samples,
      accessNumber: () => accessesBefore,
    }),
  )
  // Caches and those who see the future are in charge from the start; checkSetup lets none of them take over later.
  const policy = seat.now
  const touchFirst = createFirstTouches(world, seat)
  const spec = tieringSpec(plan, machine, workload, seat)
  const bins = createAddressBins(spec.matrices[accessesMatrix], pageCount)
  const totals = createTotals(world)
  const keptShare = sampleShareOf(plan)
  const sampling: RunSummary = keptShare < 1 ? { keptPageShare: { value: keptShare, unit: 'share' } } : {}
  const fillRow = createEpochRow(world, loop, workload.groups, seat, totals, spec.columns.length)
  const schedule = createSchedule(plan, { set, force: createForce(world, seat), swap: seat.swap })
  const span = replaySpan(plan, workload.accessCount)
  const seen = seenBy(policy, source, pageCount, span.accesses, () => seat.now === policy, populate)
  const turns = createTurns(groups.length)
  const others = groups.slice(1).map((_, g) => workload.createAccesses!(g + 1))
  const batch = others.length === 0 ? createBatch(seen) : createMergedBatch([seen, ...others], turns)
  const { touchedFrom } = meter
  const serve = createServing({
    ...{ world, batch, served, sampledTouches, touchedFrom, onTrap },
    cache: policy.cache,
  })
  const stride = source.weighted || (span.accesses > 0 && span.accesses < 4e6) ? 1 : matrixStride
  const accessesPerSample = (source.weighted && plan.trace?.accessesPerSample) || 1
  /** Accesses as the source counts them (samples), and what they stand for. */
  let accessesBefore = 0
  let chargedBefore = 0
  let epochAccesses = 0
  let epochStartNs = 0
  let nextTickNs = tickNs
  let pulling = false
  let strideAt = 0
  const epochLostNs = new Float64Array(groups.length)
  const epochMigratedBytes = new Float64Array(nodes)
  const epochLinkBytes = new Float64Array(machine.links.length)

  function populate(): void {
    // Nodes that own zones get their pages when these are first accessed: who asks for a huge page waits for it.
    if (!workload.populated || world.zones) return
    for (let page = 0; page < pageCount; page++) {
      world.place(page, policy.cache ? slowest : policy.placePage(page, workload.firstToucher?.(page) ?? 0))
    }
  }

  function set(section: string, values: ParamValues): void {
    if (section === 'policy') seat.now.set(values)
    else if (section === 'mechanism') mechanism.set(values)
    else if (section === 'workload') workload.set?.(values)
  }

  function onTrap(page: number, group = 0): number {
    if ((cold[page] & coldAbsent) !== 0) touchFirst(page, group)
    if ((cold[page] & coldHint) !== 0) {
      traps.disarm(page)
      world.recorder.addToMatrix(seenMatrix, bins.binOf(page), 1)
      seat.now.onHintFault?.(page, group)
      adoptCompanions(world, seat)
    }
    return hot[page]
  }

  const hasTicks = () => seat.now.tick !== undefined || world.zones?.ticks === true

  function planBatch(): void {
    let accesses = Math.min(batchAccesses, span.accesses > 0 ? span.accesses - accessesBefore : batchAccesses)
    if (span.epochAccesses > 0) accesses = Math.min(accesses, span.epochAccesses - epochAccesses)
    const untilNs = hasTicks()
      ? nextTickNs
      : span.epochAccesses > 0
        ? Infinity
        : epochStartNs + plan.run.epochNs
    const perSec = loop.accessesPerSec[0] > 0 ? loop.accessesPerSec : allFastPerSec
    batch.plan(turns.plan(accesses, untilNs, perSec, accessesPerSample))
  }

  /**
   * Joint solution for what was served: shares and costs per access in, throughputs out. A group that made no access
   * goes on as it was.
   */
  function solve(
    servedBy: ArrayLike<number>,
    lostNs: Float64Array,
    copied: Float64Array,
    copiedOverLinks: Float64Array,
  ): void {
    const all = sumOf(servedBy, 0, servedLength)
    for (let g = 0; g < groups.length; g++) {
      const at = g * nodesOfGroup
      const accesses = sumOf(servedBy, at, nodesOfGroup)
      const part = accesses > 0 ? 1 : 0
      for (let n = 0; n < nodes; n++) {
        if (accesses > 0) loop.share[g * nodes + n] = servedBy[at + n] / accesses
        loop.migratedBytesPerAccess[g * nodes + n] = (part * copied[n]) / all
      }
      for (let l = 0; l < machine.links.length; l++) {
        loop.linkMigratedBytesPerAccess[g * machine.links.length + l] = (part * copiedOverLinks[l]) / all
      }
      if (accesses > 0) loop.extraNsPerAccess[g] = (groups[g].linesPerThread * lostNs[g]) / accesses
    }
    loop.solve()
  }

  function countBins(length: number): void {
    let i = strideAt
    for (; i < length; i += stride) {
      const bin = bins.binOf(batch.pages[i])
      const amount = batch.weights ? batch.weights[i] : stride
      world.recorder.addToMatrix(accessesMatrix, bin, amount)
      if (policy.cache) world.recorder.addToMatrix(seenMatrix, bin, amount)
    }
    strideAt = i - length
  }

  function serveBatch(): void {
    const { length } = batch
    served.fill(0)
    touches.note(length)
    serve(accessesBefore)
    const charged = batch.weights ? sumOf(served, 0, servedLength) : length
    samples.note(batch.pages, batch.writes, length)
    countBins(length)
    solve(served, world.lostNs, world.migratedBytes, world.migratedLinkBytes)
    for (let i = 0; i < servedLength; i++) epochServed[i] += served[i]
    for (let n = 0; n < nodes; n++) epochMigratedBytes[n] += world.migratedBytes[n]
    for (let l = 0; l < machine.links.length; l++) epochLinkBytes[l] += world.migratedLinkBytes[l]
    world.migratedBytes.fill(0)
    world.migratedLinkBytes.fill(0)
    accessesBefore += length
    epochAccesses += length
    chargedBefore += charged
    let allFastNs = 0
    for (let g = 0; g < groups.length; g++) allFastNs += advanceGroup(g)
    totals.addAllFastNs(allFastNs)
    advanceClock(turns.nowNs)
  }

  /** A group’s clock moves by what its accesses took; returns its part of the time with every page in the fastest tier. */
  function advanceGroup(g: number): number {
    const accesses = sumOf(served, g * nodesOfGroup, nodesOfGroup)
    if (accesses === 0) return 0
    epochLostNs[g] += world.lostNs[g]
    world.lostNs[g] = 0
    turns.advance(g, accesses, loop.accessesPerSec[g])
    return (accesses / allFastPerSec[g]) * 1e9 * (groups[g].threads / threads)
  }

  function advanceClock(untilNs: number): void {
    while (nextTickNs <= untilNs) {
      clock.nowNs = nextTickNs
      nextTickNs += tickNs
      endTick(world, seat)
      if (!hasTicks()) nextTickNs = Math.max(nextTickNs, Math.floor(untilNs / tickNs) * tickNs)
    }
    clock.nowNs = untilNs
  }

  function addMatrices(): void {
    bins.addPlacement(world.recorder)
    bins.addBelief(world.recorder, seat.now.belief)
  }

  function endEpoch(): void {
    if (epochAccesses === 0) return
    const epochNs = clock.nowNs - epochStartNs
    solve(epochServed, epochLostNs, epochMigratedBytes, epochLinkBytes)
    nodeServed.fill(0)
    for (let i = 0; i < servedLength; i++) {
      if (i % nodesOfGroup < nodes) nodeServed[i % nodesOfGroup] += epochServed[i]
    }
    const row = fillRow(nodeServed, epochNs, sumOf(epochLostNs, 0, groups.length), epochMigratedBytes)
    if (world.recorder.matrixDue(clock.nowNs)) addMatrices()
    world.recorder.endEpoch(clock.nowNs, row, () => seat.now.state())
    counters.nextEpoch()
    epochServed.fill(0)
    epochMigratedBytes.fill(0)
    epochLinkBytes.fill(0)
    epochAccesses = 0
    epochLostNs.fill(0)
    epochStartNs = clock.nowNs
  }

  const epochIsOver = () =>
    span.epochAccesses > 0
      ? epochAccesses >= span.epochAccesses
      : clock.nowNs - epochStartNs >= plan.run.epochNs
  const runIsOver = () => (span.accesses > 0 ? accessesBefore >= span.accesses : clock.nowNs >= lengthNs)

  return {
    spec,
    frameRule: span.frameRule,
    expectedFrames: span.expectedFrames,
    attach(recorder: Recorder) {
      world.recorder = recorder
      if (!policy.wholeRun) populate()
    },
    step() {
      schedule.apply(clock.nowNs)
      do {
        if (!pulling) planBatch()
        const state = batch.pull(clock.nowNs)
        pulling = state === 'hungry'
        // A generator that is looked through in stretches waits for nobody.
        if (pulling) return source.feed ? 'hungry' : 'more'
        if (state === 'over') {
          endEpoch()
          return 'done'
        }
        serveBatch()
      } while (!epochIsOver() && !runIsOver())
      endEpoch()
      return runIsOver() ? 'done' : 'more'
    },
    feed: (bytes) => seen.feed?.(bytes),
    set,
    finish() {
      endEpoch()
      world.closeOutcomes()
      addMatrices()
      world.recorder.close()
    },
    get nowNs() {
      return clock.nowNs
    },
    get accesses() {
      return chargedBefore
    },
    get doneShare() {
      return span.accesses > 0
        ? Math.min(1, accessesBefore / span.accesses)
        : Math.min(1, clock.nowNs / lengthNs)
    },
    summary: () => ({ ...totals.summary(), ...sampling }),
  }
}

function sumOf(values: ArrayLike<number>, from: number, count: number): number {
  let sum = 0
  for (let i = from; i < from + count; i++) sum += values[i]
  return sum
}
