import type { ParamValues } from '../../../../shared/documents/part.ts'
import { foregroundOf } from '../../agents/thread-group.ts'
import { shareBackground } from '../../agents/background.ts'
import { createClosedLoop } from '../../hardware/closed-loop.ts'
import { nodeMask } from '../../pages/page-table.ts'
import { createSilentRecorder } from '../../recording/silent-recorder.ts'
import type { Recorder } from '../../recording/recorder.ts'
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
import { createBinRates } from './rates/bin-rates.ts'
import { createDrawnAccessedBits } from './rates/drawn-accessed-bits.ts'
import { createDrawnSamples } from './rates/drawn-samples.ts'
import { createNodeShares } from './rates/node-shares.ts'
import { createPageRates } from './rates/page-rates.ts'
import { wholeRunCounts } from './rates/whole-run.ts'
import { createWheelTraps } from './rates/wheel-traps.ts'
import { createSchedule } from './schedule.ts'
import { createTotals } from './totals.ts'
import { createUncore } from './uncore.ts'
import { createTruthTeller } from './rates/truth-teller.ts'
import { createWorld, type EngineHooks } from './world.ts'
import { adoptCompanions, createFirstTouches, endTick } from './zones/companions.ts'

const tickNs = 1e6

function sumOf(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum
}

function unreplayed(verb: string): never {
  throw new Error(`bug: ${verb} is for replay; checkSetup refuses cache policies in the rates engine`)
}

/**
 * The rates engine: pages have rates, so an epoch costs what was scanned, faulted and moved, not what was accessed.
 * Each epoch: rates change, throughput is solved, then millisecond by millisecond faults fall due and the kernel acts.
 */
export function createRatesSimulation(assembly: Assembly): Simulation {
  const { plan, machine, workload, mechanism } = assembly
  const { scale, seed, lengthNs, epochNs } = plan.run
  const { pageCount } = workload
  const groups = foregroundOf(workload.groups)
  const nodes = machine.nodes.length
  const sources = groups.map((_, g) => workload.createRates!(g))
  const loop = createClosedLoop(machine, workload.groups, scale)
  shareBackground(loop, machine, workload.groups)
  const allFast = allFastAccessesPerSec(machine, groups, scale)
  const meterNs = new Float64Array(groups.length * nodes)
  const topTier = machine.nodes[tiersOf(machine)[0][0]].tier
  const isFast = machine.nodes.map((node) => node.tier === topTier)

  const hooks: EngineHooks = {
    onPlaced(page, node) {
      shares.onPlaced(page, node)
      bins.onPlaced(page, isFast[node])
    },
    onMoved(page, from, to) {
      shares.onMoved(page, from, to)
      bins.onMoved(page, isFast[from], isFast[to])
      traps.disarm(page)
    },
    savedMeterNs(page, from, to) {
      let savedNs = 0
      for (let g = 0, at = 0; g < rates.length; g++, at += nodes) {
        savedNs += rates[g].weightOf(page) * (meterNs[at + from] - meterNs[at + to])
      }
      return savedNs
    },
  }
  const world = createWorld(plan, machine, groups, pageCount, mechanism, createSilentRecorder(), hooks)
  const { clock, counters, records } = world
  const rates = sources.map((source, g) =>
    createPageRates(source, pageCount, nodes, Math.max(allFast[g] * 1e-3, 1e-9), seed, g, records),
  )
  const shares = createNodeShares(rates, nodes)
  // Waits and looks are numbered apart, so that a look more or less at a page shifts none of its waits.
  const accessed = createDrawnAccessedBits(rates, records, seed, records.takeWords())
  const traps = createWheelTraps(rates, world.table, records, records.takeWords(), onFault)
  const samples = createDrawnSamples(rates, groups, seed, (page) =>
    world.recorder.addToMatrix(seenMatrix, bins.binOf(page), 1),
  )
  const seat = createPolicySeat(
    assembly,
    createPolicyHost(world, mechanism, traps, accessed, {
      ...createUncore(loop, workload.groups.length, nodes),
      samples,
      accessNumber: () => unreplayed('accessNumber'),
    }),
  )
  const touchFirst = createFirstTouches(world, seat)
  const spec = tieringSpec(plan, machine, workload, seat)
  const bins = createAddressBins(spec.matrices[accessesMatrix], pageCount)
  const binRates = createBinRates(spec.matrices[accessesMatrix], rates, pageCount)
  const totals = createTotals(world)
  const fillRow = createEpochRow(world, loop, workload.groups, seat, totals, spec.columns.length)
  const schedule = createSchedule(plan, { set, force: createForce(world, seat), swap: seat.swap })
  const truth = createTruthTeller(() => seat.now.truth, rates, loop, pageCount)
  const served = new Float64Array(nodes)
  const frameNs = Math.max(epochNs, Math.ceil(lengthNs / plan.run.frames / epochNs) * epochNs)
  let changes = 0

  function set(section: string, values: ParamValues): void {
    if (section === 'policy') seat.now.set(values)
    else if (section === 'mechanism') mechanism.set(values)
    else if (section === 'workload') workload.set?.(values)
  }

  function populate(): void {
    for (let page = 0; page < pageCount; page++) {
      touchFirst(page, workload.firstToucher?.(page) ?? 0)
    }
  }

  function changeRates(): void {
    for (let g = 0; g < sources.length; g++) {
      while (sources[g].nextChangeNs() <= clock.nowNs) {
        changes++
        sources[g].change((page, weight) => {
          accessed.settle(page)
          shares.onWeight(page, g, world.table.hot[page] & nodeMask, weight)
          binRates.onWeight(page, g, weight)
          samples.onWeight(page, g, weight)
          world.keepSaved(page, () => rates[g].setWeight(page, weight))
          traps.redraw(page)
        })
      }
    }
  }

  function solve(thisEpochNs: number, lastEpochNs: number): void {
    shares.fill(loop.share, thisEpochNs, loop.accessesPerSec)
    const lastSec = lastEpochNs / 1e9
    for (let g = 0; g < groups.length; g++) {
      loop.stalledThreads[g] = lastEpochNs > 0 ? world.lostNs[g] / lastEpochNs : 0
    }
    for (let n = 0; n < nodes; n++) {
      loop.migrationBytesPerSec[n] = lastEpochNs > 0 ? world.migratedBytes[n] / lastSec : 0
    }
    for (let l = 0; l < machine.links.length; l++) {
      loop.linkMigrationBytesPerSec[l] = lastEpochNs > 0 ? world.migratedLinkBytes[l] / lastSec : 0
    }
    loop.solve()
    world.lostNs.fill(0)
    world.migratedBytes.fill(0)
    world.migratedLinkBytes.fill(0)
    world.idleKernelNs.value = 0
    counters.nextEpoch()
  }

  function onFault(page: number, group: number): void {
    world.recorder.addToMatrix(seenMatrix, bins.binOf(page), scale)
    seat.now.onHintFault?.(page, group)
    adoptCompanions(world, seat)
  }

  /** Faults of a millisecond carry the time at which it begins, as the kernel's clock would; its threads run at its end. */
  function tick(): void {
    for (let g = 0; g < rates.length; g++) {
      const accesses = loop.accessesPerSec[g] * (tickNs / 1e9)
      rates[g].accesses += accesses
      rates[g].units += accesses / rates[g].accessesPerUnit
    }
    traps.advance()
    clock.nowNs += tickNs
    endTick(world, seat)
  }

  function account(thisEpochNs: number): void {
    const sec = thisEpochNs / 1e9
    served.fill(0)
    let allFastSec = 0
    for (let g = 0; g < groups.length; g++) {
      const accesses = loop.accessesPerSec[g] * sec
      allFastSec += (accesses / allFast[g]) * (groups[g].threads / shares.threads(groups))
      for (let n = 0; n < nodes; n++) {
        const onNode = accesses * loop.share[g * nodes + n]
        served[n] += onNode
        meterNs[g * nodes + n] += accesses * loop.latencyNs[g * nodes + n]
      }
    }
    totals.addAllFastNs(allFastSec * 1e9)
  }

  function addMatrices(): void {
    binRates.addAccesses(world.recorder, scale)
    bins.addPlacement(world.recorder)
    bins.addBelief(world.recorder, seat.now.belief)
  }

  const readRoot = () => seat.now.state()
  let lastEpochNs = 0
  return {
    spec,
    frameRule: { everyNs: frameNs },
    expectedFrames: Math.ceil(lengthNs / frameNs),
    attach(recorder: Recorder) {
      world.recorder = recorder
      seat.now.wholeRun?.onWholeRun(wholeRunCounts(workload, allFast, lengthNs))
      populate()
      shares.recount(world.table)
    },
    step() {
      schedule.apply(clock.nowNs)
      changeRates()
      const untilNs = Math.min(clock.nowNs + epochNs, Math.ceil(lengthNs / tickNs) * tickNs)
      const thisEpochNs = untilNs - clock.nowNs
      solve(thisEpochNs, lastEpochNs)
      while (clock.nowNs < untilNs) {
        truth.tellIfDue(clock.nowNs, changes)
        tick()
      }
      lastEpochNs = thisEpochNs
      account(thisEpochNs)
      const row = fillRow(served, thisEpochNs, sumOf(world.lostNs), world.migratedBytes)
      if (world.recorder.matrixDue(clock.nowNs)) addMatrices()
      world.recorder.endEpoch(clock.nowNs, row, readRoot)
      return clock.nowNs >= lengthNs ? 'done' : 'more'
    },
    feed: () => undefined,
    set,
    finish() {
      world.closeOutcomes()
      addMatrices()
      world.recorder.close()
    },
    get nowNs() {
      return clock.nowNs
    },
    get accesses() {
      return totals.accesses
    },
    get doneShare() {
      return Math.min(1, clock.nowNs / lengthNs)
    },
    summary: () => totals.summary(),
  }
}
