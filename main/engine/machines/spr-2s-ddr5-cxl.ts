import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { measuredCurve } from '../hardware/load-curve.ts'
import type { Machine, MachinePart, MemoryNode } from '../hardware/machine.ts'
import { valuesOf } from '../param-values.ts'

/**
 * Two Sapphire Rapids sockets, each with eight channels of DDR5-4800 and a CXL 2.0 expander on PCIe 5 x8, joined by UPI.
 * Nodes as in `spr-ddr5-cxl` (Mess, Xeon 8480+; Intel CacheLib wiki). UPI: Intel MLC on a Sapphire Rapids in SNC4, 186–188 ns
 * to the other socket against 95–123 ns within one: 72 ns more than the 116 ns of Mess. 56.3 GB/s read between a quadrant and
 * its twin; a whole socket may get more, which was not found. a = 0.042, c = 1.02: Mess, remote socket (Skylake). The other
 * socket's expander: the same 72 ns more, an assumption.
 */
const params = [
  {
    name: 'dramGiB', label: 'DDR5 per socket', about: 'Capacity of each fast node.', source: 'free choice', type: 'number', unit: 'GiB', default: 16, min: 0.001, max: 65_536,
  },
  {
    name: 'cxlGiB', label: 'CXL per socket', about: 'Capacity of each expander.', source: 'free choice; the measured device has 96 GB', type: 'number', unit: 'GiB', default: 64, min: 0.001, max: 65_536,
  },
  {
    name: 'fastPages', label: 'Fast tier, in pages', about: 'Overrides the capacity of each fast node with an exact number of base pages; 0 keeps the capacity above.', source: 'free choice', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9, advanced: true,
  },
  {
    name: 'upiNs', label: 'UPI adds', about: 'Latency that the way to the other socket adds.', source: 'Intel MLC on SPR: 186–188 ns remote; Mess: 116 ns local', type: 'number', unit: 'ns', default: 72, min: 1, max: 100_000, advanced: true,
  },
  {
    name: 'upiGBps', label: 'UPI bandwidth', about: 'Highest traffic between the sockets, both directions.', source: 'Intel MLC on SPR in SNC4, one pair of quadrants: 56.3 GB/s; a whole socket may get more', type: 'number', unit: 'GBps', default: 56.3, min: 0.01, max: 100_000, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'spr-2s-ddr5-cxl',
  family: 'machine',
  title: 'Two Sapphire Rapids sockets, DDR5 + CXL 2.0 x8',
  about: 'Two sockets, each with eight channels of DDR5-4800 and a CXL 2.0 expander behind PCIe 5 x8, joined by UPI.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      'idle latency and bandwidth of the nodes as measured on such machines, by read share',
      'the way over UPI with a wait of its own, shared by all that goes between the sockets',
      'the nearest expander as first target of each socket’s demotion',
    ],
    approximates: [
      'loaded-latency curves by a two-parameter formula (rmse 0.03–0.11 of the idle latency)',
      'the bandwidth of UPI by what MLC measured between two quadrants, at every mix of reads and writes',
      'the way to the other socket’s expander by the sum of its parts',
    ],
    leavesOut: ['caches and prefetchers (accesses are cache misses)', 'the part of the last-level cache that remote CXL data can use', 'sub-NUMA clusters'],
  },
  sources: ['Mess benchmark results (bsc-mem), Xeon 8480+', 'Intel CacheLib wiki, CXL 2.0 E3.S x8', 'Intel MLC output for Sapphire Rapids (gjbex/Code-optimization)'],
} // prettier-ignore

export const spr2sDdr5Cxl: MachinePart = {
  info,
  createMachine(values, pageBytes): Machine {
    const { dramGiB, cxlGiB, fastPages, upiNs, upiGBps } = valuesOf(params, values)
    const dramBytes = fastPages > 0 ? fastPages * pageBytes : dramGiB * giB
    const ddr5 = measuredCurve(1.08, [[0.51, 188, 0.3], [0.67, 195, 0.19], [1, 237, 0.098]]) // prettier-ignore
    const cxl = measuredCurve(1.02, [[0.5, 27.2, 0.047], [0.67, 25.1, 0.04], [0.75, 23.6, 0.031], [1, 17.8, 0.0155]]) // prettier-ignore
    const dramNode = (socket: number): MemoryNode => ({
      ...{ id: `dram${socket}`, title: `DRAM ${socket}`, role: 'dram', tier: 0, capacityBytes: dramBytes },
      ...{ idleLatencyNs: 116, curve: ddr5 },
    })
    const cxlNode = (socket: number): MemoryNode => ({
      ...{
        id: `cxl${socket + 2}`,
        title: `CXL ${socket + 2}`,
        role: 'cxl',
        tier: 1,
        capacityBytes: cxlGiB * giB,
      },
      ...{ idleLatencyNs: 250, curve: cxl },
    })
    const upi = 0
    const route = (socket: number, home: number, idleLatencyNs: number, links: readonly number[]) =>
      socket === home
        ? { idleLatencyNs, links }
        : { idleLatencyNs: idleLatencyNs + upiNs, links: [upi, ...links] }
    const processor = (socket: number) => ({
      ...{ id: `cpu${socket}`, title: `CPU ${socket}`, hardwareThreads: 112 },
      routes: [route(socket, 0, 116, []), route(socket, 1, 116, []), route(socket, 0, 250, [1]), route(socket, 1, 250, [2])],
    }) // prettier-ignore
    return {
      nodes: [dramNode(0), dramNode(1), cxlNode(0), cxlNode(1)],
      processors: [processor(0), processor(1)],
      links: [
        {
          ...{ id: 'upi', title: 'UPI', from: 'cpu0', to: 'cpu1', bandwidthBytesPerSec: upiGBps * 1e9 },
          queue: { idleNs: 116 + upiNs, curve: measuredCurve(1.02, [[1, upiGBps, 0.042]]) },
        },
        { id: 'pcie5x8-0', title: 'PCIe 5 x8', from: 'cpu0', to: 'cxl2', bandwidthBytesPerSec: 31.5e9 },
        { id: 'pcie5x8-1', title: 'PCIe 5 x8', from: 'cpu1', to: 'cxl3', bandwidthBytesPerSec: 31.5e9 },
      ],
    }
  },
}
