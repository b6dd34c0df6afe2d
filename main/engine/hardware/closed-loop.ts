import type { ThreadGroup } from '../agents/thread-group.ts'
import { loadFactor, loadPointAt, type LoadPoint } from './load-curve.ts'
import type { Machine } from './machine.ts'

/**
 * Throughput and loaded latency, solved jointly. Per group g, with share s of its accesses on node n:
 *   X_g · (Σ s_gn · L_gn + thinkNs) = lines · (threads − stalledThreads_g)
 *   L_gn = route idle latency + node idle latency · (load factor − 1)
 * where a node's load is everybody's traffic plus migration's. The left side grows with X, so each group is solved
 * by bisection with the others held; groups take turns a fixed number of times. Arithmetic alone: equal inputs give
 * equal bits. Source of the scheme: docs/engines.md ("closed loop").
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
const turns = 8

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
  const latencyNs = new Float64Array(groups.length * nodes)
  const bytesPerSec = new Float64Array(nodes)
  const othersBytesPerSec = new Float64Array(nodes)

  function nodeBytesPerAccess(g: number, n: number): number {
    return share[g * nodes + n] * groups[g].bytesPerAccess + migratedBytesPerAccess[g * nodes + n]
  }

  function gatherOthers(except: number): void {
    for (let n = 0; n < nodes; n++) {
      let sum = migrationBytesPerSec[n]
      for (let g = 0; g < groups.length; g++) {
        if (g !== except) sum += accessesPerSec[g] * nodeBytesPerAccess(g, n)
      }
      othersBytesPerSec[n] = sum
    }
  }

  /** Nanoseconds of one line's time that group g needs per second at throughput x, less those it has. */
  function excess(g: number, x: number, linesNsPerSec: number): number {
    const group = groups[g]
    let perAccessNs = group.thinkNs + extraNsPerAccess[g]
    for (let n = 0; n < nodes; n++) {
      const part = share[g * nodes + n]
      if (part === 0) continue
      const load = (othersBytesPerSec[n] + x * nodeBytesPerAccess(g, n)) / asymptote[n]
      perAccessNs +=
        part * (routeIdleNs[g * nodes + n] + nodeIdleNs[n] * (loadFactor(steepness[n], load) - 1))
    }
    return x * perAccessNs - linesNsPerSec
  }

  function solveGroup(g: number): void {
    const group = groups[g]
    gatherOthers(g)
    const threads = Math.max(group.threads / scale - stalledThreads[g], (group.threads / scale) * 0.001)
    const linesNsPerSec = threads * group.linesPerThread * 1e9
    let idleNs = group.thinkNs + extraNsPerAccess[g]
    let ceiling = Infinity
    for (let n = 0; n < nodes; n++) {
      const bytesPerAccess = nodeBytesPerAccess(g, n)
      if (bytesPerAccess === 0) continue
      idleNs += share[g * nodes + n] * routeIdleNs[g * nodes + n]
      const room = Math.max(asymptote[n] - othersBytesPerSec[n], asymptote[n] * 0.005)
      ceiling = Math.min(ceiling, room / bytesPerAccess)
    }
    let low = 0
    let high = Math.min(ceiling, linesNsPerSec / idleNs)
    for (let i = 0; i < bisections; i++) {
      const middle = (low + high) * 0.5
      if (excess(g, middle, linesNsPerSec) > 0) high = middle
      else low = middle
    }
    accessesPerSec[g] = low
  }

  function settleLatencies(): void {
    gatherOthers(-1)
    bytesPerSec.set(othersBytesPerSec)
    for (let g = 0; g < groups.length; g++) {
      for (let n = 0; n < nodes; n++) {
        const factor = loadFactor(steepness[n], bytesPerSec[n] / asymptote[n])
        latencyNs[g * nodes + n] = routeIdleNs[g * nodes + n] + nodeIdleNs[n] * (factor - 1)
      }
    }
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
      const rounds = groups.length === 1 ? 1 : turns
      for (let turn = 0; turn < rounds; turn++) {
        for (let g = 0; g < groups.length; g++) solveGroup(g)
      }
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
