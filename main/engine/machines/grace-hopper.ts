import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { measuredCurve } from '../hardware/load-curve.ts'
import type { Machine, MachinePart, MemoryNode } from '../hardware/machine.ts'
import { valuesOf } from '../param-values.ts'

/**
 * Grace and Hopper joined by NVLink-C2C. Processor 0 is the GPU: workloads run there unless they say otherwise.
 *
 * HBM3: 690 cycles at 1.98 GHz, 348 ns (markdewing/AI_kernels); 3.4 TB/s STREAM of 4 TB/s (arXiv 2407.07850); its loaded-latency curve was
 * not found: a and c of HBM2 on an A64FX (Mess). LPDDR5X: Grace alone, Mess: idle 177 ns, 442 GB/s read only, 368 at 50 % reads;
 * latency at 95 % of that 1.60 and 2.12 times idle, hence a = 0.044 and 0.083 with c = 1.02. C2C: 375 GB/s measured from host to
 * device, 297 back, of 450 in each direction (arXiv 2407.07850). Latencies across C2C were not found: the sum of both ends and 150 ns
 * of the link is an assumption.
 */
const params = [
  {
    name: 'hbmGiB', label: 'HBM3 capacity', about: 'Capacity of the fast node.', source: 'GH200: 96 GB', type: 'number', unit: 'GiB', default: 96, min: 0.001, max: 65_536,
  },
  {
    name: 'lpddrGiB', label: 'LPDDR5X capacity', about: 'Capacity of the slow node.', source: 'GH200: 480 GB', type: 'number', unit: 'GiB', default: 480, min: 0.001, max: 65_536,
  },
  {
    name: 'fastPages', label: 'Fast tier, in pages', about: 'Overrides the capacity of the fast node with an exact number of base pages; 0 keeps the capacity above.', source: 'free choice', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9, advanced: true,
  },
  {
    name: 'linkNs', label: 'C2C adds', about: 'Latency of the way between the processors, there and back.', source: 'assumption', type: 'number', unit: 'ns', default: 150, min: 1, max: 100_000, advanced: true,
  },
  {
    name: 'linkGBps', label: 'C2C bandwidth', about: 'One direction.', source: 'arXiv 2407.07850: 375 GB/s from host to device, 297 back; 450 nominal', type: 'number', unit: 'GBps', default: 375, min: 0.01, max: 100_000, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'grace-hopper',
  family: 'machine',
  title: 'Grace-Hopper',
  about: 'A coherent CPU and GPU: Hopper’s threads reach HBM3 and, over NVLink-C2C, Grace’s LPDDR5X line by line.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['HBM3 and LPDDR5X as two tiers of the GPU’s threads, both reached by plain loads', 'the link with a wait of its own, shared by accesses and copies'],
    approximates: [
      'latency across the link, which was not found, by an assumption',
      'loaded latency of HBM3 by that of HBM2 on a CPU',
      'a copy as traffic on the link; its speed is the mechanism’s',
    ],
    leavesOut: [
      'page faults of the GPU, their buffer, batches, prefetch and eviction: GPU memory is a tier like any other here, moved by the policies of CPUs',
      'access counters and the migration they drive',
      'caches of the GPU and coalescing (an access is a line of 64 bytes)',
    ],
  },
  sources: ['markdewing/AI_kernels (latency in cycles)', 'arXiv 2407.07850 (GH200 bandwidths)', 'Mess benchmark results (bsc-mem), Grace and A64FX'],
} // prettier-ignore

export const graceHopper: MachinePart = {
  info,
  createMachine(values, pageBytes): Machine {
    const { hbmGiB, lpddrGiB, fastPages, linkNs, linkGBps } = valuesOf(params, values)
    const gpu: MemoryNode = {
      ...{ id: 'gpu0', title: 'HBM3 0', role: 'gpu', tier: 0, idleLatencyNs: 348 },
      capacityBytes: fastPages > 0 ? fastPages * pageBytes : hbmGiB * giB,
      curve: measuredCurve(1.01, [[1, 3400, 0.076]]),
    }
    const lpddr: MemoryNode = {
      ...{
        id: 'dram1',
        title: 'LPDDR5X 1',
        role: 'dram',
        tier: 1,
        idleLatencyNs: 177,
        capacityBytes: lpddrGiB * giB,
      },
      curve: measuredCurve(1.02, [[0.5, 368, 0.083], [1, 442, 0.044]]), // prettier-ignore
    }
    const overLink = (idleLatencyNs: number) => ({ idleLatencyNs: linkNs + idleLatencyNs, links: [0] })
    const own = (idleLatencyNs: number) => ({ idleLatencyNs, links: [] })
    return {
      nodes: [gpu, lpddr],
      processors: [
        { id: 'gpu', title: 'Hopper', hardwareThreads: 16_896, routes: [own(348), overLink(348 + 177)] },
        { id: 'cpu0', title: 'Grace', hardwareThreads: 72, routes: [overLink(348), own(177)] },
      ],
      links: [
        {
          ...{
            id: 'c2c',
            title: 'NVLink-C2C',
            from: 'gpu',
            to: 'cpu0',
            bandwidthBytesPerSec: linkGBps * 1e9,
          },
          queue: { idleNs: linkNs, curve: measuredCurve(1.02, [[0.5, 2 * linkGBps, 0.047], [1, linkGBps, 0.0155]]) }, // prettier-ignore
        },
      ],
    }
  },
}
