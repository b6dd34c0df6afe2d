import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { measuredCurve } from '../hardware/load-curve.ts'
import type { Machine, MachinePart, MemoryNode } from '../hardware/machine.ts'
import { valuesOf } from '../param-values.ts'

/**
 * One Xeon Max 9480 socket in flat mode: 64 GB of HBM2e and eight channels of DDR5-4800 as two nodes.
 *
 * HBM2e: Mess benchmark: idle 129 ns; 833 GB/s at 50 % reads, 640–750 GB/s at 75–82 %; latency at 25, 50, 70, 90 and 95 % of that
 * 1.10, 1.23, 1.40, 1.58 and 1.64 times idle: flat to the end, for the cores run out of lines before the memory runs out of
 * bandwidth. a = 0.2 and c = 1.25 follow it within 0.09 of the idle latency. Read only was not found: as at 82 %.
 * DDR5: that of `spr-ddr5-cxl`, the same controllers (Mess, Xeon 8480+).
 */
const params = [
  {
    name: 'hbmGiB', label: 'HBM capacity', about: 'Capacity of the fast node.', source: 'Xeon Max 9480: 64 GB a socket', type: 'number', unit: 'GiB', default: 64, min: 0.001, max: 65_536,
  },
  {
    name: 'dramGiB', label: 'DDR5 capacity', about: 'Capacity of the slow node.', source: 'free choice', type: 'number', unit: 'GiB', default: 256, min: 0.001, max: 65_536,
  },
  {
    name: 'fastPages', label: 'Fast tier, in pages', about: 'Overrides the capacity of the fast node with an exact number of base pages; 0 keeps the capacity above.', source: 'free choice', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'xeon-max',
  family: 'machine',
  title: 'Xeon Max, HBM + DDR5',
  about: 'One Xeon Max socket in flat mode: HBM2e in the package and DDR5 outside it, two nodes of which the one with the longer latency has four times the bandwidth.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['a fast tier that is fast by bandwidth: its idle latency is the higher one, its loaded latency the lower one'],
    approximates: [
      'loaded-latency curves by a two-parameter formula (rmse 0.03–0.11 of the idle latency)',
      'HBM read only as at 82 % reads; DDR5 by a socket without HBM',
    ],
    leavesOut: ['caches and prefetchers (accesses are cache misses)', 'cache mode, in which hardware moves lines between the two', 'sub-NUMA clusters'],
  },
  sources: ['Mess benchmark results (bsc-mem), Xeon Max 9480 and Xeon 8480+'],
} // prettier-ignore

export const xeonMax: MachinePart = {
  info,
  createMachine(values, pageBytes): Machine {
    const { hbmGiB, dramGiB, fastPages } = valuesOf(params, values)
    const hbm: MemoryNode = {
      ...{ id: 'hbm0', title: 'HBM 0', role: 'hbm', tier: 0, idleLatencyNs: 129 },
      capacityBytes: fastPages > 0 ? fastPages * pageBytes : hbmGiB * giB,
      curve: measuredCurve(1.25, [[0.5, 833, 0.2], [0.75, 750, 0.2], [0.82, 640, 0.2]]), // prettier-ignore
    }
    const dram: MemoryNode = {
      ...{
        id: 'dram1',
        title: 'DRAM 1',
        role: 'dram',
        tier: 1,
        idleLatencyNs: 116,
        capacityBytes: dramGiB * giB,
      },
      curve: measuredCurve(1.08, [[0.51, 188, 0.3], [0.67, 195, 0.19], [1, 237, 0.098]]), // prettier-ignore
    }
    return {
      nodes: [hbm, dram],
      processors: [
        {
          ...{ id: 'cpu0', title: 'CPU 0', hardwareThreads: 112 },
          routes: [hbm, dram].map(({ idleLatencyNs }) => ({ idleLatencyNs, links: [] })),
        },
      ],
      links: [],
    }
  },
}
