import { exp, ln } from '../../../shared/base/exact-math.ts'
import { createStream, uniformAt } from '../../../shared/base/random.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { ZoneWorkloadPart } from '../studies/compaction/parts.ts'
import { FREE } from '../frames/frame-kinds.ts'

const params = [
  {
    name: 'requests', label: 'Requests', about: 'How many blocks are asked for, one after the other; each that is got stays in use. With 1 the frames stay free.',
    source: 'free choice', type: 'integer', unit: 'count', default: 1, min: 1, max: 100_000,
  },
  { name: 'medianRatePerSec', label: 'Median rate', about: 'Accesses per second to the median page.', source: 'prototype: 1000/s gives P(hot) = 0.049 in 50 µs', type: 'number', unit: 'perSec', default: 1000, min: 0, max: 1e9 },
  { name: 'sigma', label: 'Spread', about: 'Standard deviation of the logarithm of the rates (lognormal); 0: all pages alike.', source: 'prototype: 1 and 2', type: 'number', unit: 'none', default: 2, min: 0, max: 10 },
  { name: 'clusterFrames', label: 'Alike side by side', about: 'Frames that share one rate; 1: every page has its own, 512: hotness comes in huge pages.', source: 'prototype: independent and per 2 MiB', type: 'integer', unit: 'frames', default: 1, min: 1, max: 262_144 },
  { name: 'windowUs', label: 'Migration window τ', about: 'How long a page cannot be reached while it is moved.', source: 'prototype: 50 µs', type: 'number', unit: 'us', default: 50, min: 0, max: 1e6 },
  { name: 'stallUs', label: 'Penalty of a hot page', about: 'What it costs, besides the copy, when somebody wants the page in that time.', source: 'prototype: 20 to 50 copies', type: 'number', unit: 'us', default: 50, min: 0, max: 1e6 },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'poisson-touches',
  family: 'zone-workload',
  title: 'Poisson accesses',
  about: 'Each page is accessed at a rate of its own, so moving it may meet somebody who wants it.',
  engines: ['steps'],
  params,
  fidelity: {
    models: ['accesses of each page as a Poisson process with its own rate', 'the stall of whoever wants a page while it is moved'],
    approximates: ['rates are lognormal, and constant', 'one stall for each move that is met, however many accesses meet it'],
    leavesOut: ['allocations and frees meanwhile', 'how a kernel would learn the rates: the choice of a region is made knowing them'],
  },
  sources: ['chapter: the region whose pages are least likely to be needed; P(hot) = 1 − exp(−λτ)'],
} // prettier-ignore

export const poissonTouches: ZoneWorkloadPart = {
  info,
  createWorkload(values, { seed, zone }) {
    const { requests, medianRatePerSec, sigma, clusterFrames, windowUs, stallUs } = valuesOf(params, values)
    const stream = createStream(seed, 'page rates')
    const ratePerSec = new Float32Array(zone.frames)
    for (let frame = 0; frame < zone.frames; frame++) {
      const cluster = Math.floor(frame / clusterFrames)
      if (zone.kind[frame] === FREE) continue
      ratePerSec[frame] = medianRatePerSec * exp(sigma * normalAt(stream, cluster))
    }
    return {
      busyShare: 0,
      requests,
      everyNs: 0,
      holdNs: Infinity,
      savesNsPerSec: 0,
      touches: { ratePerSec, windowNs: windowUs * 1000, stallNs: stallUs * 1000 },
    }
  },
}

/** A standard normal draw by the polar method of G. Marsaglia: no sine, so the same bits everywhere. */
function normalAt(stream: ReturnType<typeof createStream>, id: number): number {
  for (let draw = 0; ; draw += 2) {
    const x = 2 * uniformAt(stream, id, draw) - 1
    const y = 2 * uniformAt(stream, id, draw + 1) - 1
    const square = x * x + y * y
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * ln(square)) / square)
  }
}
