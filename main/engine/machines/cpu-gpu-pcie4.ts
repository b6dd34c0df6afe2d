import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { measuredCurve } from '../hardware/load-curve.ts'
import type { Machine, MachinePart, MemoryNode } from '../hardware/machine.ts'
import { valuesOf } from '../param-values.ts'

/**
 * An Ice Lake socket and an A100 on PCIe 4 x16. Processor 0 is the GPU: workloads run there unless they say otherwise.
 *
 * GPU memory: 550 cycles at 1.41 GHz, 390 ns (markdewing/AI_kernels); A100 40 GB: 1555 GB/s by its data sheet. Its loaded latency
 * was not found: a and c of HBM2 on an A64FX (Mess). DDR4: as in `icx-remote`, Intel MLC, 88.9 ns idle.
 * PCIe 4 x16: 31.5 GB/s in each direction. The latency of a GPU's load from host memory was not found: the sum of the GPU's own,
 * of 500 ns over the bus and of the memory's is an assumption, and so is the CPU's way to GPU memory (uncached, over the BAR).
 */
const params = [
  {
    name: 'gpuGiB', label: 'GPU memory', about: 'Capacity of the fast node.', source: 'A100: 40 or 80 GB', type: 'number', unit: 'GiB', default: 40, min: 0.001, max: 65_536,
  },
  {
    name: 'dramGiB', label: 'DDR4 capacity', about: 'Capacity of the slow node.', source: 'free choice', type: 'number', unit: 'GiB', default: 256, min: 0.001, max: 65_536,
  },
  {
    name: 'fastPages', label: 'Fast tier, in pages', about: 'Overrides the capacity of the fast node with an exact number of base pages; 0 keeps the capacity above.', source: 'free choice', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9, advanced: true,
  },
  {
    name: 'busNs', label: 'PCIe adds', about: 'Latency of the way between the processors, there and back.', source: 'assumption', type: 'number', unit: 'ns', default: 500, min: 1, max: 100_000, advanced: true,
  },
  {
    name: 'busGBps', label: 'PCIe bandwidth', about: 'One direction.', source: 'PCIe 4.0 x16: 31.5 GB/s', type: 'number', unit: 'GBps', default: 31.5, min: 0.01, max: 100_000, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'cpu-gpu-pcie4',
  family: 'machine',
  title: 'CPU and GPU over PCIe 4 x16',
  about: 'An A100 whose threads reach their own memory and, over PCIe, the DDR4 of an Ice Lake socket.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['GPU memory and host memory as two tiers of the GPU’s threads', 'the bus with a wait of its own, shared by accesses and copies'],
    approximates: [
      'latency over the bus, which was not found, by an assumption',
      'loaded latency of GPU memory by that of HBM2 on a CPU',
      'a copy as traffic on the bus; its speed is the mechanism’s',
    ],
    leavesOut: [
      'page faults of the GPU, their buffer, batches, prefetch and eviction: GPU memory is a tier like any other here, moved by the policies of CPUs',
      'that most systems let a GPU reach host memory only after a fault, or pinned',
      'caches of the GPU and coalescing (an access is a line of 64 bytes)',
    ],
  },
  sources: ['markdewing/AI_kernels (latency in cycles)', 'NVIDIA A100 data sheet', 'Mess benchmark results (bsc-mem), A64FX', 'Intel MLC output for Ice Lake (gjbex/Code-optimization)', 'PCIe 4.0'],
} // prettier-ignore

export const cpuGpuPcie4: MachinePart = {
  info,
  createMachine(values, pageBytes): Machine {
    const { gpuGiB, dramGiB, fastPages, busNs, busGBps } = valuesOf(params, values)
    const gpu: MemoryNode = {
      ...{ id: 'gpu0', title: 'GPU 0', role: 'gpu', tier: 0, idleLatencyNs: 390 },
      capacityBytes: fastPages > 0 ? fastPages * pageBytes : gpuGiB * giB,
      curve: measuredCurve(1.01, [[1, 1555, 0.076]]),
    }
    const dram: MemoryNode = {
      ...{
        id: 'dram1',
        title: 'DRAM 1',
        role: 'dram',
        tier: 1,
        idleLatencyNs: 88.9,
        capacityBytes: dramGiB * giB,
      },
      curve: measuredCurve(1.08, [[0.5, 146.5, 0.15], [0.67, 148, 0.15], [0.75, 156.8, 0.15], [1, 176.25, 0.15]]), // prettier-ignore
    }
    const overBus = (idleLatencyNs: number) => ({ idleLatencyNs: busNs + idleLatencyNs, links: [0] })
    const own = (idleLatencyNs: number) => ({ idleLatencyNs, links: [] })
    return {
      nodes: [gpu, dram],
      processors: [
        { id: 'gpu', title: 'GPU', hardwareThreads: 6912, routes: [own(390), overBus(390 + 88.9)] },
        { id: 'cpu0', title: 'CPU 0', hardwareThreads: 64, routes: [overBus(390), own(88.9)] },
      ],
      links: [
        {
          ...{
            id: 'pcie4x16',
            title: 'PCIe 4 x16',
            from: 'gpu',
            to: 'cpu0',
            bandwidthBytesPerSec: busGBps * 1e9,
          },
          queue: { idleNs: busNs, curve: measuredCurve(1.02, [[0.5, 2 * busGBps, 0.047], [1, busGBps, 0.0155]]) }, // prettier-ignore
        },
      ],
    }
  },
}
