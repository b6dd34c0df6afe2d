import type { ThreadGroup } from '../agents/thread-group.ts'
import { loadFactor, loadPointAt, openLoopLimit, type LoadCurve } from './load-curve.ts'
import type { Machine } from './machine.ts'

/**
 * Throughput and loaded latency, solved jointly. Per group g, with share s of its accesses on node n:
 *   X_g · (Σ s_gn · L_gn + thinkNs) = lines · (threads − stalledThreads_g)
 *   L_gn = route idle latency + node idle latency · (load factor − 1) + the same for each link with a curve on the way
 * where a node's or link's load is everybody's traffic plus migration's. The left side grows with X, so one group is
 * solved by bisection. Several groups are first brought together queue by queue: its load is bisected until the groups
 * want just that under the latency it makes, a bounded number of turns; each equation then holds within 2 %. A queue's
 * curve is taken at the read share of its traffic as the solution before had it. Arithmetic alone: equal inputs give
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
  /** The same on each link. */
  readonly linkMigrationBytesPerSec: Float64Array
  /** Migration traffic that each access of a group brings along, `[g * nodes + n]`, bytes, where accesses cause it (replay). */
  readonly migratedBytesPerAccess: Float64Array
  /** The same on each link, `[g * links + l]`. */
  readonly linkMigratedBytesPerAccess: Float64Array
  /** Accesses per second of each group. Kept between calls as the start of the next. */
  readonly accessesPerSec: Float64Array
  /** `latencyNs[g * nodes + n]`: loaded latency that group g sees on node n. */
  readonly latencyNs: Float64Array
  /** Traffic on each node, bytes per second, migration included. */
  readonly bytesPerSec: Float64Array
  /** Traffic over each link, both directions, migration included. */
  readonly linkBytesPerSec: Float64Array
  solve(): void
}

const bisections = 40
const turns = 24
/** Turns end early where no wait changed by more than this share of its queue's idle latency. */
const settledShare = 1e-6

/**
 * `scale` divides lines and bandwidths, so that a scaled machine answers with the latencies of the full one. A group's
 * number of threads is read anew at each `solve`.
 */
export function createClosedLoop(
  machine: Machine,
  groups: readonly ThreadGroup[],
  scale: number,
): ClosedLoop {
  const nodes = machine.nodes.length
  const links = machine.links.length
  const queues = queuesOf(machine)
  const asymptote = new Float64Array(queues.length)
  const steepness = new Float64Array(queues.length)
  const queueIdleNs = Float64Array.from(queues, (queue) => queue.idleNs)
  const queueNs = new Float64Array(queues.length)
  const before = new Float64Array(queues.length)
  const routes = groups.flatMap((group) => machine.processors[group.processor].routes)
  const routeIdleNs = Float64Array.from(routes, (route) => route.idleLatencyNs)
  /** For each group and node: its links, and those of them that queue, by their number among the queues. */
  const linksOf = routes.map((route) => route.links)
  const linkQueuesOf = routes.map((route) =>
    route.links.map((link) => queues.findIndex((queue) => queue.link === link)).filter((q) => q >= 0),
  )
  const share = new Float64Array(groups.length * nodes)
  const stalledThreads = new Float64Array(groups.length)
  const extraNsPerAccess = new Float64Array(groups.length)
  const migrationBytesPerSec = new Float64Array(nodes)
  const linkMigrationBytesPerSec = new Float64Array(links)
  const migratedBytesPerAccess = new Float64Array(groups.length * nodes)
  const linkMigratedBytesPerAccess = new Float64Array(groups.length * links)
  const accessesPerSec = new Float64Array(groups.length)
  const latencyNs = routeIdleNs.slice()
  const bytesPerSec = new Float64Array(nodes)
  const linkBytesPerSec = new Float64Array(links)
  const othersBytesPerSec = new Float64Array(queues.length)
  /** For each queue: the entries of `latencyNs` on whose way it lies. */
  const waysThrough = queues.map((_, q) =>
    Uint32Array.from([...routes.keys()].filter((at) => at % nodes === q || linkQueuesOf[at].includes(q))),
  )
  /** What does not change while `solve` goes to and fro, worked out once for each: */
  const linesNs = new Float64Array(groups.length)
  const ownNs = new Float64Array(groups.length)
  const openBytes = new Float64Array(queues.length)
  const bytesEach = new Float64Array(queues.length * groups.length)

  /** Bytes of a group's own accesses, without migration, that pass a queue, per access. */
  function plainBytesPerAccess(g: number, q: number): number {
    if (q < nodes) return share[g * nodes + q] * groups[g].bytesPerAccess
    let passing = 0
    for (let n = 0; n < nodes; n++)
      if (linkQueuesOf[g * nodes + n].includes(q)) passing += share[g * nodes + n]
    return passing * groups[g].bytesPerAccess
  }

  function bytesPerAccess(g: number, q: number): number {
    const migrated =
      q < nodes
        ? migratedBytesPerAccess[g * nodes + q]
        : linkMigratedBytesPerAccess[g * links + queues[q].link]
    return plainBytesPerAccess(g, q) + migrated
  }

  function openBytesPerSec(q: number): number {
    const open = q < nodes ? migrationBytesPerSec[q] : linkMigrationBytesPerSec[queues[q].link]
    return Math.min(open, asymptote[q] * openLoopLimit)
  }

  /** Time of all lines of a group that are in flight or thinking, ns per second. */
  function linesNsPerSec(g: number): number {
    const threads = groups[g].threads / scale
    return Math.max(threads - stalledThreads[g], threads * 0.001) * groups[g].linesPerThread * 1e9
  }

  /** Curves at the read share of each queue's traffic; of everybody's lines while there is no traffic yet. */
  function mixCurves(): void {
    for (let q = 0; q < queues.length; q++) {
      let bytes = 0
      let reads = 0
      for (let g = 0; g < groups.length; g++) {
        const weight = accessesPerSec[g] * plainBytesPerAccess(g, q)
        bytes += weight
        reads += weight * groups[g].readShare
      }
      setCurve(q, bytes > 0 ? reads / bytes : idleMix())
    }
  }

  function idleMix(): number {
    let lines = 0
    let reads = 0
    for (const group of groups) {
      lines += group.threads * group.linesPerThread
      reads += group.threads * group.linesPerThread * group.readShare
    }
    return lines > 0 ? reads / lines : 1
  }

  function setCurve(q: number, readShare: number): void {
    const point = loadPointAt(queues[q].curve, readShare)
    asymptote[q] = point.asymptoteBytesPerSec / scale
    steepness[q] = point.steepness
  }

  function gatherOthers(except: number): void {
    for (let q = 0; q < queues.length; q++) {
      let sum = openBytesPerSec(q)
      for (let g = 0; g < groups.length; g++) {
        if (g !== except) sum += accessesPerSec[g] * bytesPerAccess(g, q)
      }
      othersBytesPerSec[q] = sum
    }
  }

  function waitNs(q: number, load: number): number {
    return queueIdleNs[q] * (loadFactor(steepness[q], load) - 1)
  }

  /** Nanoseconds of one line's time that group g needs per second at throughput x, less those it has. */
  function excess(g: number, x: number, lines: number): number {
    let perAccessNs = groups[g].thinkNs + extraNsPerAccess[g]
    for (let n = 0; n < nodes; n++) {
      const part = share[g * nodes + n]
      if (part === 0) continue
      let latency = routeIdleNs[g * nodes + n] + waitAt(g, n, x)
      for (const q of linkQueuesOf[g * nodes + n]) latency += waitAt(g, q, x)
      perAccessNs += part * latency
    }
    return x * perAccessNs - lines
  }

  function waitAt(g: number, q: number, x: number): number {
    return waitNs(q, (othersBytesPerSec[q] + x * bytesPerAccess(g, q)) / asymptote[q])
  }

  function solveGroup(g: number): void {
    gatherOthers(g)
    const lines = linesNsPerSec(g)
    let idleNs = groups[g].thinkNs + extraNsPerAccess[g]
    let ceiling = Infinity
    for (let q = 0; q < queues.length; q++) {
      const bytes = bytesPerAccess(g, q)
      if (bytes === 0) continue
      if (q < nodes) idleNs += share[g * nodes + q] * routeIdleNs[g * nodes + q]
      const room = asymptote[q] - Math.min(othersBytesPerSec[q], asymptote[q] * openLoopLimit)
      ceiling = Math.min(ceiling, room / bytes)
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

  /** What all groups would put on a queue under the latencies as they stand, bytes per second. */
  function wantedBytes(q: number): number {
    let sum = openBytes[q]
    for (let g = 0; g < ownNs.length; g++) {
      let perAccessNs = ownNs[g]
      const end = (g + 1) * nodes
      for (let at = g * nodes; at < end; at++) perAccessNs += share[at] * latencyNs[at]
      const perSec = linesNs[g] / perAccessNs
      accessesPerSec[g] = perSec
      sum += perSec * bytesEach[q * ownNs.length + g]
    }
    return sum
  }

  function gatherWants(): void {
    for (let g = 0; g < groups.length; g++) {
      linesNs[g] = linesNsPerSec(g)
      ownNs[g] = groups[g].thinkNs + extraNsPerAccess[g]
    }
    for (let q = 0; q < queues.length; q++) {
      openBytes[q] = openBytesPerSec(q)
      for (let g = 0; g < groups.length; g++) bytesEach[q * groups.length + g] = bytesPerAccess(g, q)
    }
  }

  function setLatency(q: number, load: number): void {
    queueNs[q] = waitNs(q, load)
    const ways = waysThrough[q]
    for (let i = 0; i < ways.length; i++) {
      const at = ways[i]
      let latency = routeIdleNs[at] + queueNs[at % nodes]
      const links = linkQueuesOf[at]
      for (let l = 0; l < links.length; l++) latency += queueNs[links[l]]
      latencyNs[at] = latency
    }
  }

  /** Finds the load of one queue at which the groups want just that, the others held. */
  function solveQueue(q: number): void {
    let low = 0
    let high = 1
    for (let i = 0; i < bisections; i++) {
      const middle = (low + high) * 0.5
      setLatency(q, middle)
      if (wantedBytes(q) > middle * asymptote[q]) low = middle
      else high = middle
    }
    setLatency(q, low)
  }

  function settleLatencies(): void {
    gatherOthers(-1)
    for (let n = 0; n < nodes; n++) bytesPerSec[n] = othersBytesPerSec[n]
    for (let q = 0; q < queues.length; q++) setLatency(q, othersBytesPerSec[q] / asymptote[q])
    linkBytesPerSec.set(linkMigrationBytesPerSec)
    for (let g = 0; g < groups.length; g++) {
      for (let l = 0; l < links; l++) {
        linkBytesPerSec[l] += accessesPerSec[g] * linkMigratedBytesPerAccess[g * links + l]
      }
      for (let n = 0; n < nodes; n++) {
        const bytes = accessesPerSec[g] * share[g * nodes + n] * groups[g].bytesPerAccess
        for (const link of linksOf[g * nodes + n]) linkBytesPerSec[link] += bytes
      }
    }
  }

  function settled(): boolean {
    return queueNs.every((waited, q) => Math.abs(waited - before[q]) <= settledShare * queueIdleNs[q])
  }

  for (let q = 0; q < queues.length; q++) setCurve(q, idleMix())
  return {
    share,
    stalledThreads,
    extraNsPerAccess,
    migrationBytesPerSec,
    linkMigrationBytesPerSec,
    migratedBytesPerAccess,
    linkMigratedBytesPerAccess,
    accessesPerSec,
    latencyNs,
    bytesPerSec,
    linkBytesPerSec,
    solve() {
      if (groups.length > 1) {
        mixCurves()
        gatherWants()
      }
      for (let turn = 0; groups.length > 1 && turn < turns; turn++) {
        before.set(queueNs)
        for (let q = 0; q < queues.length; q++) solveQueue(q)
        if (settled()) break
      }
      for (let g = 0; g < groups.length; g++) solveGroup(g)
      settleLatencies()
    },
  }
}

/** Where traffic waits: every node, and every link that has a curve of its own. */
interface Queue {
  readonly curve: LoadCurve
  /** The latency that the curve multiplies, ns. */
  readonly idleNs: number
  /** Position in `Machine.links`; -1 for a node. */
  readonly link: number
}

function queuesOf(machine: Machine): readonly Queue[] {
  const nodes = machine.nodes.map(({ curve, idleLatencyNs }) => ({ curve, idleNs: idleLatencyNs, link: -1 }))
  const links = machine.links.flatMap(({ queue }, link) =>
    queue === undefined ? [] : [{ curve: queue.curve, idleNs: queue.idleNs, link }],
  )
  return [...nodes, ...links]
}
