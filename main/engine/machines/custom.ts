import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, ParamRow, PartInfo } from '../../../shared/documents/part.ts'
import type { Link, Machine, MachinePart, MemoryNode, NodeRole } from '../hardware/machine.ts'
import { valuesOf } from '../param-values.ts'

/** A machine written by hand: one processor and any number of memory nodes. */
const params = [
  {
    name: 'hardwareThreads', label: 'Hardware threads', about: 'Of the one processor.', source: 'free choice',
    type: 'integer', unit: 'threads', default: 64, min: 1, max: 4096,
  },
  {
    name: 'nodes', label: 'Memory nodes', about: 'One row per node; tier 0 is the fastest.', source: 'free choice',
    type: 'table', minRows: 1, maxRows: 15,
    default: [
      { id: 'dram0', title: 'DRAM 0', role: 'dram', tier: 0, capacityGiB: 16, idleNs: 90, peakGBps: 158, steepness: 0.15, linkGBps: 0 },
      { id: 'cxl1', title: 'CXL 1', role: 'cxl', tier: 1, capacityGiB: 64, idleNs: 250, peakGBps: 27, steepness: 0.047, linkGBps: 31.5 },
    ],
    columns: [
      { name: 'id', label: 'Id', about: 'Identity in metric and column names.', source: 'free choice', type: 'text', default: 'node', maxLength: 24 },
      { name: 'title', label: 'Name', about: 'The words on screen.', source: 'free choice', type: 'text', default: 'Node', maxLength: 40 },
      {
        name: 'role', label: 'Kind', about: 'Decides the colour.', source: 'free choice', type: 'choice', default: 'dram',
        choices: [
          { value: 'dram', title: 'DRAM' }, { value: 'cxl', title: 'CXL' }, { value: 'gpu', title: 'GPU memory' },
          { value: 'remote', title: 'Remote' }, { value: 'pmem', title: 'Persistent memory' }, { value: 'hbm', title: 'High-bandwidth memory' },
        ],
      },
      { name: 'tier', label: 'Tier', about: '0 is the fastest; pages are demoted to the next higher number. −1: in no tier, so that nothing is ever there.', source: 'free choice', type: 'integer', unit: 'none', default: 0, min: -1, max: 14 },
      { name: 'capacityGiB', label: 'Capacity', capacityOf: 'id', about: 'Of the node.', source: 'free choice', type: 'number', unit: 'GiB', default: 16, min: 0.001, max: 65_536 },
      { name: 'idleNs', label: 'Idle latency', about: 'Unloaded, from the processor.', source: 'Intel MLC or the like', type: 'number', unit: 'ns', default: 90, min: 1, max: 1e6 },
      { name: 'peakGBps', label: 'Bandwidth asymptote', about: 'c · Bmax: where latency would become infinite, a little above the highest measured bandwidth at the workload’s mix of reads and writes.', source: 'Intel MLC or the like', type: 'number', unit: 'GBps', default: 158, min: 0.001, max: 100_000 },
      { name: 'steepness', label: 'Steepness', about: 'a in L = L0 · (1 + a · r / (1 − r)).', source: 'fits: DDR4 0.15, remote 0.042, CXL 0.047', type: 'number', unit: 'none', default: 0.15, min: 0.001, max: 10 },
      { name: 'linkGBps', label: 'Link', about: 'One direction of the link to the node, for the utilisation shown; 0 where it is on the processor’s own controller.', source: 'free choice', type: 'number', unit: 'GBps', default: 0, min: 0, max: 100_000 },
    ],
  },
  {
    name: 'fastPages', label: 'Fast tier, in pages', about: 'Overrides the capacity of the fastest node (lowest tier, then lowest latency) with an exact number of base pages; 0 keeps its capacity.',
    source: 'free choice', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'custom',
  family: 'machine',
  title: 'A machine of your own',
  about: 'One processor and the memory nodes that you list, with their latencies and bandwidths.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['idle latency, bandwidth and loaded latency of each node, as you state them'],
    approximates: ['the loaded-latency curve by a two-parameter formula, at one mix of reads and writes'],
    leavesOut: ['caches and prefetchers (accesses are cache misses)', 'queueing on links, beyond what the node’s curve holds'],
  },
  sources: ['the figures are yours'],
} // prettier-ignore

function nodeFrom(row: ParamRow, overrideBytes: number): MemoryNode {
  return {
    id: String(row.id),
    title: String(row.title),
    role: row.role as NodeRole,
    tier: Number(row.tier),
    capacityBytes: overrideBytes > 0 ? overrideBytes : Number(row.capacityGiB) * giB,
    idleLatencyNs: Number(row.idleNs),
    curve: {
      points: [
        {
          readShare: 1,
          asymptoteBytesPerSec: Number(row.peakGBps) * 1e9,
          steepness: Number(row.steepness),
        },
      ],
    },
  }
}

/** The row that policies call the fast node. */
function fastestOf(rows: readonly ParamRow[]): number {
  let fastest = 0
  rows.forEach((row, n) => {
    const [tier, best] = [Number(row.tier), Number(rows[fastest].tier)]
    if (tier < best || (tier === best && Number(row.idleNs) < Number(rows[fastest].idleNs))) fastest = n
  })
  return fastest
}

export const custom: MachinePart = {
  info,
  createMachine(values, pageBytes): Machine {
    const { nodes: all, hardwareThreads, fastPages } = valuesOf(params, values)
    const tiered = all.filter((row) => Number(row.tier) >= 0)
    const rows: readonly ParamRow[] = tiered.length > 0 ? tiered : all.map((row) => ({ ...row, tier: 0 }))
    const outside = all
      .filter((row) => !rows.includes(row) && tiered.length > 0)
      .map((row) => nodeFrom(row, 0))
    const first = fastestOf(rows)
    const nodes = rows.map((row, n) => nodeFrom(row, n === first ? fastPages * pageBytes : 0))
    const links: Link[] = []
    const routes = rows.map((row, n) => {
      const bandwidthBytesPerSec = Number(row.linkGBps) * 1e9
      if (bandwidthBytesPerSec === 0) return { idleLatencyNs: nodes[n].idleLatencyNs, links: [] }
      links.push({
        id: `link-${nodes[n].id}`,
        title: `link to ${nodes[n].title}`,
        from: 'cpu0',
        to: nodes[n].id,
        bandwidthBytesPerSec,
      })
      return { idleLatencyNs: nodes[n].idleLatencyNs, links: [links.length - 1] }
    })
    return { nodes, links, outside, processors: [{ id: 'cpu0', title: 'CPU 0', hardwareThreads, routes }] }
  },
}
