/**
 * Loaded latency of a memory node: L = L0 · (1 + a · r / (1 − r)), r = traffic / (c · Bmax).
 * Bandwidth and steepness depend on the share of reads in the traffic: DDR loses both ways as writes grow, a
 * full-duplex CXL link peaks at a mix. Source of the form and of its fits: Mess benchmark curves and Intel MLC
 * tables, as collected in docs/sources.md ("loaded latency").
 */
export interface LoadCurve {
  /** Ascending by `readShare`; linear in between, constant outside. */
  readonly points: readonly LoadPoint[]
}

export interface LoadPoint {
  readonly readShare: number
  /** Where the curve goes to infinity: c · Bmax, slightly above the highest bandwidth that was measured. */
  readonly asymptoteBytesPerSec: number
  /** `a`: how early the queue is felt. */
  readonly steepness: number
}

/** A curve from rows of [read share, highest measured bandwidth in GB/s, steepness]; `c` lifts that to the asymptote. */
export function measuredCurve(c: number, rows: readonly (readonly [number, number, number])[]): LoadCurve {
  return {
    points: rows.map(([readShare, peakGBps, steepness]) => ({
      readShare,
      asymptoteBytesPerSec: peakGBps * c * 1e9,
      steepness,
    })),
  }
}

/** Open-loop traffic (migration) is counted up to this utilisation: it queues elsewhere, and leaves room for accesses. */
export const openLoopLimit = 0.995
/** Short of the asymptote by a hair, so that a factor is always finite. A closed loop stops before it. */
const fullUtilisation = 1 - 1e-6

export function loadPointAt(curve: LoadCurve, readShare: number): LoadPoint {
  const { points } = curve
  const above = points.findIndex((point) => point.readShare >= readShare)
  if (above <= 0) return points[above === 0 ? 0 : points.length - 1]
  const low = points[above - 1]
  const high = points[above]
  const along = (readShare - low.readShare) / (high.readShare - low.readShare)
  return {
    readShare,
    asymptoteBytesPerSec:
      low.asymptoteBytesPerSec + along * (high.asymptoteBytesPerSec - low.asymptoteBytesPerSec),
    steepness: low.steepness + along * (high.steepness - low.steepness),
  }
}

/** How many times its idle latency a node takes at a utilisation of 0..1 of its asymptote. */
export function loadFactor(steepness: number, utilisation: number): number {
  const r = utilisation < fullUtilisation ? utilisation : fullUtilisation
  return 1 + (steepness * r) / (1 - r)
}
