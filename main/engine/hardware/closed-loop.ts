import type { ThreadGroup } from '../agents/thread-group.ts'
import { loadFactor, loadPointAt, openLoopLimit, type LoadPoint } from './load-curve.ts'
import type { Machine } from './machine.ts'

/**
 * Throughput and loaded latency, solved jointly. Per group g, with share s of its accesses on node n:
 *   X_g · (Σ s_gn · L_gn + thinkNs) = lines · (threads − stalledThreads_g)
 *   L_gn = route idle latency + node idle latency · (load factor − 1)
 * where a node's load is everybody's traffic plus migration's. The left side grows with X, so one group is solved by
 * bisection. Several groups are first brought together node by node: its load is bisected until the groups want just
 * that under the latency it makes, a fixed number of turns; each equation then holds within 2 %. Arithmetic alone:
 * equal inputs give equal bits.
 * Source of the scheme: docs/engines.md ("closed loop").
 */
export interface ClosedLoop {
  /** Inputs, written by the study before `solve`. `share[g * nodes + n]`. */
  readonly share: Float64Array
  /** Threads of each group lost to faults, migrations and kernel work (thread-seconds per second). */
  readonly stalledThreads: Float64Array
  /** Extra time per access of each group, ns, on top of its think time. */
  readonly extraNsPerAccess: Float64Array
  /** Migration traffic on each node, bytes per second, where it is known per time (rates). */
  readonly migrationBytesPerSec: Float64Array
  /** Migration traffic that each access of a group brings along, `[g * nodes + n]`, bytes, where accesses cause it (replay). */
  readonly migratedBytesPerAccess: Float64Array
  /** Accesses per second of each group. Kept between calls as the start of the next. */
  readonly accessesPerSec: Float64Array
  /** `latencyNs[g * nodes + n]`: loaded latency that group g sees on node n. */
  readonly latencyNs: Float64Array
  /** Traffic on each node, bytes per second, migration included. */
  readonly bytesPerSec: Float64Array
  solve(): void
}

const bisections = 40
const turns = 24

/** `scale` divides lines and bandwidths, so that a scaled machine answers with the latencies of the full one. */
export function createClosedLoop(
  machine: Machine,
  groups: readonly ThreadGroup[],
  scale: number,
): ClosedLoop {
  const nodes = machine.nodes.length
  const curve = mixedCurves(machine, groups)
  const asymptote = Float64Array.from(curve, (point) => point.asymptoteBytesPerSec / scale)
  const steepness = Float64Array.from(curve, (point) => point.steepness)
  const nodeIdleNs = Float64Array.from(machine.nodes, (node) => node.idleLatencyNs)
  const routeIdleNs = Float64Array.from(
    groups.flatMap((group) => machine.processors[group.processor].routes.map((route) => route.idleLatencyNs)),
  )
  const share = new Float64Array(groups.length * nodes)
  const stalledThreads = new Float64Array(groups.length)
  const extraNsPerAccess = new Float64Array(groups.length)
  const migrationBytesPerSec = new Float64Array(nodes)
  const migratedBytesPerAccess = new Float64Array(groups.length * nodes)
  const accessesPerSec = new Float64Array(groups.length)
  const latencyNs = routeIdleNs.slice()
  const bytesPerSec = new Float64Array(nodes)
  const othersBytesPerSec = new Float64Array(nodes)

  function nodeBytesPerAccess(g: number, n: number): number {
    return share[g * nodes + n] * groups[g].bytesPerAccess + migratedBytesPerAccess[g * nodes + n]
  }

  function openBytesPerSec(n: number): number {
    return Math.min(migrationBytesPerSec[n], asymptote[n] * openLoopLimit)
  }

  /** Time of all lines of a group that are in flight or thinking, ns per second. */
  function linesNsPerSec(g: number): number {
    const threads = groups[g].threads / scale
    return Math.max(threads - stalledThreads[g], threads * 0.001) * groups[g].linesPerThread * 1e9
  }

  function gatherOthers(except: number): void {
    for (let n = 0; n < nodes; n++) {
      let sum = openBytesPerSec(n)
      for (let g = 0; g < groups.length; g++) {
        if (g !== except) sum += accessesPerSec[g] * nodeBytesPerAccess(g, n)
      }
      othersBytesPerSec[n] = sum
    }
  }

  /** Nanoseconds of one line's time that group g needs per second at throughput x, less those it has. */
  function excess(g: number, x: number, lines: number): number {
    const group = groups[g]
    let perAccessNs = group.thinkNs + extraNsPerAccess[g]
    for (let n = 0; n < nodes; n++) {
      const part = share[g * nodes + n]
      if (part === 0) continue
      const load = (othersBytesPerSec[n] + x * nodeBytesPerAccess(g, n)) / asymptote[n]
      perAccessNs +=
        part * (routeIdleNs[g * nodes + n] + nodeIdleNs[n] * (loadFactor(steepness[n], load) - 1))
    }
    return x * perAccessNs - lines
  }

  function solveGroup(g: number): void {
    const group = groups[g]
    gatherOthers(g)
    const lines = linesNsPerSec(g)
    let idleNs = group.thinkNs + extraNsPerAccess[g]
    let ceiling = Infinity
    for (let n = 0; n < nodes; n++) {
      const bytesPerAccess = nodeBytesPerAccess(g, n)
      if (bytesPerAccess === 0) continue
      idleNs += share[g * nodes + n] * routeIdleNs[g * nodes + n]
      const room = asymptote[n] - Math.min(othersBytesPerSec[n], asymptote[n] * openLoopLimit)
      ceiling = Math.min(ceiling, room / bytesPerAccess)
    }
    let low = 0
    let high = Math.min(ceiling, lines / idleNs)
    for (let i = 0; i < bisections; i++) {
      const middle = (low + high) * 0.5
      if (excess(g, middle, lines) > 0) high = middle
      else low = middle
    }
    accessesPerSec[g] = low
  }

  /** What all groups would put on node n under the latencies as they stand, bytes per second. */
  function wantedBytes(n: number): number {
    let sum = openBytesPerSec(n)
    for (let g = 0; g < groups.length; g++) {
      let perAccessNs = groups[g].thinkNs + extraNsPerAccess[g]
      for (let m = 0; m < nodes; m++) perAccessNs += share[g * nodes + m] * latencyNs[g * nodes + m]
      accessesPerSec[g] = linesNsPerSec(g) / perAccessNs
      sum += accessesPerSec[g] * nodeBytesPerAccess(g, n)
    }
    return sum
  }

  function setLatency(n: number, load: number): void {
    const queueNs = nodeIdleNs[n] * (loadFactor(steepness[n], load) - 1)
    for (let g = 0; g < groups.length; g++) latencyNs[g * nodes + n] = routeIdleNs[g * nodes + n] + queueNs
  }

  /** Finds the load of one node at which the groups want just that, the other nodes held. */
  function solveNode(n: number): void {
    let low = 0
    let high = 1
    for (let i = 0; i < bisections; i++) {
      const middle = (low + high) * 0.5
      setLatency(n, middle)
      if (wantedBytes(n) > middle * asymptote[n]) low = middle
      else high = middle
    }
    setLatency(n, low)
  }

  function settleLatencies(): void {
    gatherOthers(-1)
    bytesPerSec.set(othersBytesPerSec)
    for (let n = 0; n < nodes; n++) setLatency(n, bytesPerSec[n] / asymptote[n])
  }

  return {
    share,
    stalledThreads,
    extraNsPerAccess,
    migrationBytesPerSec,
    migratedBytesPerAccess,
    accessesPerSec,
    latencyNs,
    bytesPerSec,
    solve() {
      for (let turn = 0; groups.length > 1 && turn < turns; turn++) {
        for (let n = 0; n < nodes; n++) solveNode(n)
      }
      for (let g = 0; g < groups.length; g++) solveGroup(g)
      settleLatencies()
    },
  }
}

/** One curve point per node, at the read share of the groups' traffic (which does not change during a run). */
function mixedCurves(machine: Machine, groups: readonly ThreadGroup[]): readonly LoadPoint[] {
  let lines = 0
  let reads = 0
  for (const group of groups) {
    const weight = group.threads * group.linesPerThread
    lines += weight
    reads += weight * group.readShare
  }
  return machine.nodes.map((node) => loadPointAt(node.curve, reads / lines))
}
