import type { SketchCurve, SketchNode } from '../../../shared/documents/machine-sketch.ts'
import { valueTicks } from '../../../shared/figures/ticks.ts'

/** Room for a plot of loaded latency: traffic to the right, latency up. */
export interface LoadFrame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly maxBytesPerSec: number
  readonly maxNs: number
}

/** Latencies beyond so many times the idle one leave the plot at its top. */
const HIGHEST = 4

export function loadFrame(
  node: SketchNode,
  width: number,
  height: number,
  pad: { left: number; right: number; top: number; bottom: number },
  alsoNs = 0,
): LoadFrame {
  const most = Math.max(...node.curves.map((curve) => curve.bytesPerSec.at(-1) ?? 0), 1)
  return {
    width,
    height,
    ...pad,
    maxBytesPerSec: most * 1.02,
    maxNs: Math.max(node.idleLatencyNs * HIGHEST, alsoNs * 1.1, 1),
  }
}

export function xOf(frame: LoadFrame, bytesPerSec: number): number {
  const inner = frame.width - frame.left - frame.right
  return frame.left + (inner * bytesPerSec) / frame.maxBytesPerSec
}

export function yOf(frame: LoadFrame, ns: number): number {
  const inner = frame.height - frame.top - frame.bottom
  return frame.height - frame.bottom - (inner * ns) / frame.maxNs
}

/** The curve within the frame, as an SVG path that ends where it leaves the top or the right. */
export function curvePath(frame: LoadFrame, curve: SketchCurve): string {
  const points = pointsWithin(frame, curve)
  return `M${points.map(([x, y]) => `${round(x)},${round(y)}`).join(' L')}`
}

export function pointsWithin(frame: LoadFrame, curve: SketchCurve): readonly (readonly [number, number])[] {
  const most = edgeOf(frame, curve)
  const inside = curve.bytesPerSec.filter((bytes) => bytes < most)
  return [...inside, most].map((bytes) => [xOf(frame, bytes), yOf(frame, latencyAt(curve, bytes))] as const)
}

/** Traffic at which the curve leaves the frame. */
function edgeOf(frame: LoadFrame, curve: SketchCurve): number {
  const end = Math.min(frame.maxBytesPerSec, curve.bytesPerSec.at(-1) ?? 0)
  const over = curve.latencyNs.findIndex((ns) => ns > frame.maxNs)
  if (over <= 0) return end
  const [low, high] = [curve.latencyNs[over - 1], curve.latencyNs[over]]
  const [from, to] = [curve.bytesPerSec[over - 1], curve.bytesPerSec[over]]
  return Math.min(end, from + ((to - from) * (frame.maxNs - low)) / (high - low))
}

/** Between the points of the sketch in straight lines; beyond its ends, the end. */
export function latencyAt(curve: SketchCurve, bytesPerSec: number): number {
  const { bytesPerSec: xs, latencyNs: ys } = curve
  const above = xs.findIndex((x) => x >= bytesPerSec)
  if (above < 0) return ys.at(-1) ?? 0
  if (above === 0) return ys[0] ?? 0
  const [a, b] = [xs[above - 1], xs[above]]
  return ys[above - 1] + ((ys[above] - ys[above - 1]) * (bytesPerSec - a)) / (b - a)
}

/** The mix that is drawn bold: that of most workloads, or the only one there is. */
export function usualCurve(node: SketchNode): SketchCurve | undefined {
  return node.curves.find((curve) => Math.abs(curve.readShare - 2 / 3) < 0.01) ?? node.curves[0]
}

export function mixWords(readShare: number): string {
  if (readShare >= 0.99) return 'reads only'
  return readShare <= 0.51 ? '1 read : 1 write' : '2 reads : 1 write'
}

export function loadTicks(frame: LoadFrame): { x: readonly number[]; y: readonly number[] } {
  const inner = frame.width - frame.left - frame.right
  return {
    x: valueTicks(0, frame.maxBytesPerSec / 1e9, Math.max(2, inner / 60), 'GBps').map((gb) => gb * 1e9),
    y: valueTicks(0, frame.maxNs, Math.max(2, (frame.height - frame.top - frame.bottom) / 28), 'ns'),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
