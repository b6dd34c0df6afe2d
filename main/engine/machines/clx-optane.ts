import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { measuredCurve } from '../hardware/load-curve.ts'
import type { Machine, MachinePart, MemoryNode } from '../hardware/machine.ts'
import { valuesOf } from '../param-values.ts'

/**
 * One Cascade Lake socket with six channels of DDR4 and six Optane modules.
 *
 * DDR4: Intel MLC on a Cascade Lake, idle 87.6 ns; both sockets 225.7, 208 and 200.6 GB/s at 100, 75 and 50 % reads, so half of
 * that a socket; a = 0.07 read only (c = 1.08), 0.16 with writes as on Skylake (Mess, 78 % reads).
 * Optane: idle 305 ns random (first-look studies; Intel says about 350, sequential 169); six modules 39.4 GB/s read and 13.9 GB/s
 * written. Between these the time of reads and writes adds up. How its latency grows with load was not found: a of a CXL device.
 */
const params = [
  {
    name: 'dramGiB', label: 'DDR4 capacity', about: 'Capacity of the fast node.', source: 'test-bed of MEMTIS: six modules of 16 GB', type: 'number', unit: 'GiB', default: 96, min: 0.001, max: 65_536,
  },
  {
    name: 'pmemGiB', label: 'Optane capacity', about: 'Capacity of the slow node.', source: 'test-bed of MEMTIS: six modules of 128 GB', type: 'number', unit: 'GiB', default: 768, min: 0.001, max: 65_536,
  },
  {
    name: 'fastPages', label: 'Fast tier, in pages', about: 'Overrides the capacity of the fast node with an exact number of base pages; 0 keeps the capacity above.', source: 'free choice', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9, advanced: true,
  },
  {
    name: 'pmemIdleNs', label: 'Optane idle latency', about: 'Unloaded latency of random reads.', source: 'first-look studies: 305 ns; Intel: about 350 ns; MEMTIS counts 270 ns', type: 'number', unit: 'ns', default: 305, min: 1, max: 100_000, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'clx-optane',
  family: 'machine',
  title: 'Cascade Lake, DDR4 + Optane',
  about: 'One Cascade Lake socket with six channels of DDR4 and six Optane modules, which are a memory node of their own.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['idle latency of both tiers', 'bandwidth by read share: writes to Optane are a third as fast as reads'],
    approximates: [
      'loaded-latency curves by a two-parameter formula (rmse 0.03–0.11 of the idle latency)',
      'Optane’s bandwidth at a mix from its two ends; its queueing by that of a CXL device',
    ],
    leavesOut: ['caches and prefetchers (accesses are cache misses)', 'the 256-byte grain of Optane, which makes small scattered writes slower', 'writes that fall behind again with more than four threads'],
  },
  sources: ['Intel MLC output for Cascade Lake (gjbex/Code-optimization)', 'Mess benchmark results (bsc-mem), Skylake', 'first-look studies of Optane DC persistent memory (latency, bandwidth of six modules)'],
} // prettier-ignore

export const clxOptane: MachinePart = {
  info,
  createMachine(values, pageBytes): Machine {
    const { dramGiB, pmemGiB, fastPages, pmemIdleNs } = valuesOf(params, values)
    /** Reads at 39.4 GB/s and writes at 13.9 GB/s take turns. */
    const optane = (readShare: number) =>
      [readShare, 1 / (readShare / 39.4 + (1 - readShare) / 13.9), 0.047] as const
    const dram: MemoryNode = {
      ...{ id: 'dram0', title: 'DRAM 0', role: 'dram', tier: 0, idleLatencyNs: 87.6 },
      capacityBytes: fastPages > 0 ? fastPages * pageBytes : dramGiB * giB,
      curve: measuredCurve(1.08, [[0.5, 100.3, 0.16], [0.75, 104, 0.16], [1, 112.85, 0.07]]), // prettier-ignore
    }
    const pmem: MemoryNode = {
      ...{ id: 'pmem1', title: 'Optane 1', role: 'pmem', tier: 1, idleLatencyNs: pmemIdleNs },
      capacityBytes: pmemGiB * giB,
      curve: measuredCurve(1.02, [0, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map(optane)),
    }
    return {
      nodes: [dram, pmem],
      processors: [
        {
          ...{ id: 'cpu0', title: 'CPU 0', hardwareThreads: 40 },
          routes: [dram, pmem].map(({ idleLatencyNs }) => ({ idleLatencyNs, links: [] })),
        },
      ],
      links: [],
    }
  },
}
