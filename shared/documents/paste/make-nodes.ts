import type { ParamRow } from '../part.ts'
import { fitCurve, type FittedCurve } from './fit-curve.ts'
import type { PastedFacts } from './pasted-facts.ts'

/** A node of the machine, and where each of its figures is from. */
export interface PastedNode {
  readonly node: number
  readonly row: ParamRow
  readonly from: {
    readonly tier: string
    readonly capacity: string
    readonly latency: string
    readonly bandwidth: string
  }
}

type Role = 'dram' | 'remote' | 'cxl'

/*
 * Where nothing was measured: Intel MLC on Ice Lake (89 ns, 176 GB/s a socket; remote 55.7 GB/s) and Intel's CXL 2.0 x8
 * expander (27.2 GB/s), with the fits of docs/sources.md. The report says "assumed" wherever they are used.
 */
const localIdleNs = 89
const assumed: Record<Role, { readonly GBps: number; readonly steepness: number; readonly above: number }> = {
  dram: { GBps: 176, steepness: 0.15, above: 1.08 },
  remote: { GBps: 55.7, steepness: 0.042, above: 1.02 },
  cxl: { GBps: 27.2, steepness: 0.047, above: 1.02 },
}
const mostRows = 15
const unreachable = 255

export function makeNodes(
  facts: PastedFacts,
): { nodes: readonly PastedNode[]; hardwareThreads: number } | { fact: string; wayOut: string } {
  const known = [...facts.nodes.keys()].sort((a, b) => a - b)
  if (known.length === 0) {
    return {
      fact: 'nothing here is a listing that is known',
      wayOut: 'paste the output of numactl -H, of Intel MLC, or of grep . /sys/devices/virtual/memory_tiering/memory_tier*/nodelist',
    } // prettier-ignore
  }
  const withMemory = known.filter((node) => facts.nodes.get(node)?.sizeMiB !== 0)
  if (withMemory.length === 0) {
    return { fact: 'no node has memory', wayOut: 'paste the sizes too: numactl -H' }
  }
  if (withMemory.length > mostRows) {
    return {
      fact: `${withMemory.length} nodes have memory, more than the ${mostRows} that a machine may have`,
      wayOut: 'leave out the lines of some',
    }
  }
  const cpuNodes = known.filter((node) => (facts.nodes.get(node)?.cpus ?? 0) > 0)
  const here = cpuNodes[0] ?? withMemory[0]
  const fits = fitted(facts, cpuNodes, here)
  const nodes = withMemory.map((node): PastedNode => {
    const isCpu = cpuNodes.length === 0 ? node === here : cpuNodes.includes(node)
    const role: Role = node === here ? 'dram' : isCpu ? 'remote' : 'cxl'
    const tier = tierOf(facts, node, isCpu, here)
    const capacity = capacityOf(facts, node)
    const fit = fits.get(node)
    const latency = latencyOf(facts, here, node, fit)
    const bandwidth = bandwidthOf(facts, here, node, role, fit)
    return {
      node,
      row: {
        id: `node${node}`, title: `Node ${node}`, role, tier: tier.tier,
        capacityGiB: capacity.GiB, idleNs: latency.ns, peakGBps: bandwidth.GBps, steepness: bandwidth.steepness, linkGBps: 0,
      },
      from: { tier: tier.from, capacity: capacity.from, latency: latency.from, bandwidth: bandwidth.from },
    } // prettier-ignore
  })
  return { nodes, hardwareThreads: Math.max(1, facts.nodes.get(here)?.cpus ?? 64) }
}

function tierOf(facts: PastedFacts, node: number, isCpu: boolean, here: number): { tier: number; from: string } {
  if (facts.distances.get(`${here},${node}`) === unreachable) {
    return { tier: -1, from: `distance ${unreachable}: nothing leads there` }
  }
  if (facts.tiers.size > 0) {
    const order = [...facts.tiers.keys()].sort((a, b) => a - b)
    const kernelTier = order.find((each) => facts.tiers.get(each)?.includes(node))
    if (kernelTier === undefined) return { tier: -1, from: 'in none of the kernel’s memory tiers' }
    return { tier: order.indexOf(kernelTier), from: `memory_tier${kernelTier}` }
  }
  return isCpu
    ? { tier: 0, from: 'assumed: it has CPUs, or is the first' }
    : { tier: 1, from: 'assumed: it has no CPUs' }
} // prettier-ignore

function capacityOf(facts: PastedFacts, node: number): { GiB: number; from: string } {
  const sizeMiB = facts.nodes.get(node)?.sizeMiB
  if (sizeMiB === undefined) return { GiB: 16, from: 'assumed: 16 GiB' }
  return { GiB: Number(Math.max(0.001, sizeMiB / 1024).toPrecision(6)), from: `numactl: ${sizeMiB} MiB` }
}

function latencyOf(
  facts: PastedFacts,
  here: number,
  node: number,
  fit: FittedCurve | undefined,
): { ns: number; from: string } {
  const measured = facts.idleNs.get(`${here},${node}`)
  if (measured !== undefined) return { ns: within(measured, 1, 1e6), from: `MLC, idle from node ${here}` }
  if (fit) return { ns: within(fit.idleNs, 1, 1e6), from: 'lowest of the loaded-latency table' }
  const distance = facts.distances.get(`${here},${node}`) ?? 10
  const ns = Math.round((localIdleNs * distance) / 10)
  return { ns, from: `assumed: ${localIdleNs} ns · distance ${distance} / 10` }
}

function bandwidthOf(
  facts: PastedFacts,
  here: number,
  node: number,
  role: Role,
  fit: FittedCurve | undefined,
): { GBps: number; steepness: number; from: string } {
  if (fit) {
    return {
      GBps: within(fit.asymptoteMBps / 1000, 0.001, 100_000),
      steepness: within(fit.steepness, 0.001, 10),
      from: `fit of the loaded-latency table, rmse ${fit.rmse.toFixed(2)} of idle`,
    }
  }
  const { GBps, steepness, above } = assumed[role]
  const measured = facts.readMBps.get(`${here},${node}`)
  if (measured === undefined) return { GBps, steepness, from: `assumed: ${GBps} GB/s` }
  return {
    GBps: within((measured * above) / 1000, 0.001, 100_000),
    steepness,
    from: `MLC, reads from node ${here}, · ${above}; steepness assumed`,
  }
}

/** Fits by node. A table that names none is that of all CPU nodes together, each on its own memory. */
function fitted(facts: PastedFacts, cpuNodes: readonly number[], here: number): Map<number, FittedCurve> {
  const fits = new Map<number, FittedCurve>()
  for (const { node, points } of facts.loaded) {
    const fit = fitCurve(points)
    if (!fit) continue
    if (node !== undefined) {
      fits.set(node, fit)
      continue
    }
    const share = Math.max(1, cpuNodes.length)
    for (const each of cpuNodes.length > 0 ? cpuNodes.filter((cpu) => cpu === here) : [here]) {
      fits.set(each, { ...fit, asymptoteMBps: fit.asymptoteMBps / share })
    }
  }
  return fits
}

function within(value: number, least: number, most: number): number {
  return Number(Math.min(most, Math.max(least, value)).toPrecision(5))
}
