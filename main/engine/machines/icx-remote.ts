import { giB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import type { Machine, MachinePart } from '../hardware/machine.ts'
import { valuesOf } from '../param-values.ts'

/**
 * Two Ice Lake sockets of which one computes: its own DDR4 is the fast tier, the other socket's the slow one, as
 * test-beds emulate CXL (Colloid, SOSP 2024).
 *
 * DDR4: Intel MLC on an Ice Lake with eight channels of DDR4-3200, both sockets 352.5, 313.6, 296 and 293 GB/s at 100, 75,
 * 67 and 50 % reads, so half of that a socket; c = 1.08, a = 0.15 from its loaded latencies. MLC's idle latency there is 88.9 ns;
 * 70 ns is what Colloid's published gains fit best with, and either fits within 5 %.
 * Remote: 135 ns unloaded in Colloid's artifact, raised to 148, 168 and 192 ns through the uncore's clock. MLC on another
 * Ice Lake: 143.2 ns, 55.7 GB/s read only; at half writes, which use the other direction, 75 GB/s (fitted: c · Bmax = 76).
 * a = 0.042, c = 1.02: Mess, remote socket.
 */
const params = [
  {
    name: 'localGiB', label: 'Local capacity', about: 'Capacity of the fast node.', source: 'Colloid’s artifact: HeMem uses 25 GiB of a node made small', type: 'number', unit: 'GiB', default: 25, min: 0.001, max: 4096,
  },
  {
    name: 'remoteGiB', label: 'Remote capacity', about: 'Capacity of the other socket’s node.', source: 'Colloid’s artifact: 90 GiB', type: 'number', unit: 'GiB', default: 90, min: 0, max: 16_384,
  },
  {
    name: 'fastPages', label: 'Fast tier, in pages', about: 'Overrides the capacity of the fast node with an exact number of base pages; 0 keeps the capacity above.', source: 'free choice', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9, advanced: true,
  },
  {
    name: 'localIdleNs', label: 'Local idle latency', about: 'Unloaded latency of the fast node.', source: 'fit to Colloid’s gains: 70 ns; Intel MLC on another Ice Lake: 88.9 ns', type: 'number', unit: 'ns', default: 70, min: 1, max: 10_000, advanced: true,
  },
  {
    name: 'remoteIdleNs', label: 'Remote idle latency', about: 'Unloaded latency of the slow node.', source: 'Colloid’s artifact: 135, or 148, 168 and 192 ns with a slower uncore', type: 'number', unit: 'ns', default: 135, min: 1, max: 100_000,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'icx-remote',
  family: 'machine',
  title: 'Ice Lake, remote socket as slow tier',
  about: 'One Ice Lake socket that computes, with its own DDR4 and, over UPI, the DDR4 of the other socket as slow tier: the test-bed on which CXL is emulated.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['bandwidth of both tiers by read share as MLC measured them', 'latency that grows with load'],
    approximates: [
      'local idle latency and the remote node’s bandwidth at half writes, fitted to published gains',
      'loaded-latency curves by a two-parameter formula (rmse 0.03–0.11 of the idle latency)',
      'the wait on UPI as part of the remote node’s curve, for nobody works on the other socket',
    ],
    leavesOut: ['caches and prefetchers (accesses are cache misses)', 'the uncore clock that raises the remote latency, and what else it slows down'],
  },
  sources: ['Intel MLC output for Ice Lake (gjbex/Code-optimization)', 'Colloid (SOSP 2024), published code and data', 'Mess benchmark results (bsc-mem), remote socket'],
} // prettier-ignore

export const icxRemote: MachinePart = {
  info,
  createMachine(values, pageBytes): Machine {
    const { localGiB, remoteGiB, fastPages, localIdleNs, remoteIdleNs } = valuesOf(params, values)
    const local = (readShare: number, peakGBps: number) => ({
      readShare,
      asymptoteBytesPerSec: peakGBps * 1.08e9,
      steepness: 0.15,
    })
    const remote = (readShare: number, asymptoteGBps: number) => ({
      readShare,
      asymptoteBytesPerSec: asymptoteGBps * 1e9,
      steepness: 0.042,
    })
    return {
      nodes: [
        {
          id: 'dram0',
          title: 'DRAM 0',
          role: 'dram',
          tier: 0,
          capacityBytes: fastPages > 0 ? fastPages * pageBytes : localGiB * giB,
          idleLatencyNs: localIdleNs,
          curve: { points: [local(0.5, 146.5), local(0.67, 148), local(0.75, 156.8), local(1, 176.25)] },
        },
        {
          id: 'remote1',
          title: 'Remote 1',
          role: 'remote',
          tier: 1,
          capacityBytes: remoteGiB * giB,
          idleLatencyNs: remoteIdleNs,
          curve: { points: [remote(0.5, 76), remote(1, 55.7 * 1.02)] },
        },
      ],
      processors: [
        {
          id: 'cpu0',
          title: 'CPU 0',
          hardwareThreads: 64,
          routes: [
            { idleLatencyNs: localIdleNs, links: [] },
            { idleLatencyNs: remoteIdleNs, links: [0] },
          ],
        },
      ],
      links: [{ id: 'upi', title: 'UPI', from: 'cpu0', to: 'remote1', bandwidthBytesPerSec: 55.7e9 }],
    }
  },
}
