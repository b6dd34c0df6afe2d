import type { LoadedTable } from './pasted-facts.ts'

/** The two numbers of L = L0 · (1 + a · r / (1 − r)), r = traffic / asymptote, and how well they fit. */
export interface FittedCurve {
  readonly idleNs: number
  readonly asymptoteMBps: number
  readonly steepness: number
  /** Root mean square of the difference, as a share of the idle latency. */
  readonly rmse: number
}

/** Asymptotes that are tried, as multiples of the highest bandwidth measured. */
const factors = Array.from({ length: 120 }, (_, i) => 1.002 + i * 0.0025)

/** Least squares: for each asymptote the best steepness follows; the pair that fits best is taken. */
export function fitCurve(points: LoadedTable['points']): FittedCurve | undefined {
  if (points.length < 3) return undefined
  const idleNs = Math.min(...points.map(({ latencyNs }) => latencyNs))
  const most = Math.max(...points.map(({ MBps }) => MBps))
  let best: FittedCurve | undefined
  for (const factor of factors) {
    const asymptoteMBps = most * factor
    let xx = 0
    let xy = 0
    const pairs = points.map(({ latencyNs, MBps }) => {
      const r = MBps / asymptoteMBps
      return { x: r / (1 - r), y: latencyNs / idleNs - 1 }
    })
    for (const { x, y } of pairs) {
      xx += x * x
      xy += x * y
    }
    const steepness = Math.min(10, Math.max(0.001, xy / xx))
    const squares = pairs.reduce((sum, { x, y }) => sum + (y - steepness * x) * (y - steepness * x), 0)
    const rmse = Math.sqrt(squares / pairs.length)
    if (!best || rmse < best.rmse) best = { idleNs, asymptoteMBps, steepness, rmse }
  }
  return best
}
