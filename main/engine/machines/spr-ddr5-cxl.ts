import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import type { Machine, MachinePart } from '../hardware/machine.ts'
import { valuesOf } from '../param-values.ts'

/**
 * One Sapphire Rapids socket with eight channels of DDR5-4800 and a CXL 2.0 x8 expander on PCIe 5.
 *
 * DDR5: Mess benchmark, Xeon Platinum 8480+, one socket: idle 116 ns; highest bandwidth 237, 195 and 188 GB/s at
 * 100, 67 and 51 % reads; latency at 95 % of it 1.72, 2.4 and 3.2 times idle (which fixes `steepness` with c = 1.08).
 * CXL: Intel's CacheLib wiki, E3.S expander, PCIe 5 x8, on a Xeon 8470: idle 250 ns; 17.8, 23.6, 25.1 and 27.2 GB/s at
 * 100, 75, 67 and 50 % reads. Its steepness is that of Micron's device model in the Mess results (0.0155 at 90 %,
 * 0.047 at 60 % reads, c = 1.02).
 */
const params = [
  {
    name: 'dramGiB', label: 'DDR5 capacity', capacityOf: 'dram0', about: 'Capacity of the fast node.', source: 'free choice',
    type: 'number', unit: 'GiB', default: 16, min: 0.001, max: 4096,
  },
  {
    name: 'cxlGiB', label: 'CXL capacity', capacityOf: 'cxl1', about: 'Capacity of the expander.', source: 'free choice; the measured device has 96 GB',
    type: 'number', unit: 'GiB', default: 64, min: 0, max: 16_384,
  },
  {
    name: 'fastPages', label: 'Fast tier, in pages', about: 'Overrides the capacity of the fast node with an exact number of base pages; 0 keeps the capacity above.',
    source: 'free choice', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9, advanced: true,
  },
  {
    name: 'dramIdleNs', label: 'DDR5 idle latency', about: 'Unloaded latency from the socket.', source: 'Mess: 116 ns (8480+); Intel MLC on SPR: 95–123 ns',
    type: 'number', unit: 'ns', default: 116, min: 1, max: 10_000, advanced: true,
  },
  {
    name: 'cxlIdleNs', label: 'CXL idle latency', about: 'Unloaded latency from the socket.', source: 'Intel CacheLib wiki: 250 ns; real devices 140–410 ns (Melody)',
    type: 'number', unit: 'ns', default: 250, min: 1, max: 100_000, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'spr-ddr5-cxl',
  family: 'machine',
  title: 'Sapphire Rapids, DDR5 + CXL 2.0 x8',
  about: 'One socket with eight channels of DDR5-4800 and a CXL 2.0 memory expander behind PCIe 5 x8.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      'idle latency and bandwidth of both tiers as measured on such machines',
      'latency that grows with load, and bandwidth that depends on the read share',
    ],
    approximates: [
      'the loaded-latency curve by a two-parameter formula (rmse 0.03–0.11 of the idle latency)',
      'the CXL device’s queueing by that of another vendor’s device model',
    ],
    leavesOut: ['caches and prefetchers (accesses are cache misses)', 'sub-NUMA clusters', 'heavy latency tails of some CXL devices'],
  },
  sources: ['Mess benchmark results (bsc-mem), Xeon 8480+', 'Intel CacheLib wiki, CXL 2.0 E3.S x8', 'PCIe 5.0: 63.0 GB/s per direction at x16'],
} // prettier-ignore

export const sprDdr5Cxl: MachinePart = {
  info,
  createMachine(values, pageBytes): Machine {
    const { dramGiB, cxlGiB, fastPages, dramIdleNs, cxlIdleNs } = valuesOf(params, values)
    const ddr5 = (readShare: number, peakGBps: number, steepness: number) => ({
      readShare,
      asymptoteBytesPerSec: peakGBps * 1.08e9,
      steepness,
    })
    const cxl = (readShare: number, peakGBps: number, steepness: number) => ({
      readShare,
      asymptoteBytesPerSec: peakGBps * 1.02e9,
      steepness,
    })
    return {
      nodes: [
        {
          id: 'dram0',
          title: 'DRAM 0',
          role: 'dram',
          tier: 0,
          capacityBytes: fastPages > 0 ? fastPages * pageBytes : dramGiB * giB,
          idleLatencyNs: dramIdleNs,
          curve: { points: [ddr5(0.51, 188, 0.3), ddr5(0.67, 195, 0.19), ddr5(1, 237, 0.098)] },
        },
        {
          id: 'cxl1',
          title: 'CXL 1',
          role: 'cxl',
          tier: 1,
          capacityBytes: cxlGiB * giB,
          idleLatencyNs: cxlIdleNs,
          curve: {
            points: [
              cxl(0.5, 27.2, 0.047),
              cxl(0.67, 25.1, 0.04),
              cxl(0.75, 23.6, 0.031),
              cxl(1, 17.8, 0.0155),
            ],
          },
        },
      ],
      processors: [
        {
          id: 'cpu0',
          title: 'CPU 0',
          hardwareThreads: 112,
          routes: [
            { idleLatencyNs: dramIdleNs, links: [] },
            { idleLatencyNs: cxlIdleNs, links: [0] },
          ],
        },
      ],
      links: [{ id: 'pcie5x8', title: 'PCIe 5 x8', from: 'cpu0', to: 'cxl1', bandwidthBytesPerSec: 31.5e9 }],
    }
  },
}
