import type { RunProgress } from '../../../shared/documents/run.ts'

/** What a run has reached; a Simulation has these fields. */
export interface Reached {
  readonly doneShare: number
  readonly nowNs: number
  readonly accesses: number
}

/** Speeds are of the last few seconds, so that the time left follows a run that becomes slower or faster. */
const memorySec = 3

export interface ProgressMeter {
  read(reached: Reached, frames: number): RunProgress
  /** Time between these two is no time of the run. */
  pause(): void
  resume(): void
}

export function createProgressMeter(nowMs: () => number): ProgressMeter {
  const startMs = nowMs()
  let pausedMs = 0
  let pausedAtMs: number | undefined
  let marks: { readonly wallSec: number; readonly reached: Reached }[] = []

  const wallSecNow = () => ((pausedAtMs ?? nowMs()) - startMs - pausedMs) / 1000

  return {
    pause() {
      pausedAtMs ??= nowMs()
    },
    resume() {
      if (pausedAtMs !== undefined) pausedMs += nowMs() - pausedAtMs
      pausedAtMs = undefined
    },
    read({ doneShare, nowNs, accesses }, frames) {
      const wallSec = wallSecNow()
      marks = marks.filter((mark, i) => i === marks.length - 1 || wallSec - mark.wallSec <= memorySec)
      const from = marks[0] ?? { wallSec: 0, reached: { doneShare: 0, nowNs: 0, accesses: 0 } }
      marks.push({ wallSec, reached: { doneShare, nowNs, accesses } })
      const spanSec = Math.max(1e-6, wallSec - from.wallSec)
      const doneRate = (doneShare - from.reached.doneShare) / spanSec
      return {
        doneShare,
        simulatedNs: nowNs,
        accesses,
        frames,
        wallSec,
        simulatedPerWall: (nowNs - from.reached.nowNs) / 1e9 / spanSec,
        accessesPerWallSec: (accesses - from.reached.accesses) / spanSec,
        leftSec: doneShare >= 1 ? 0 : doneRate > 0 ? (1 - doneShare) / doneRate : Infinity,
      }
    },
  }
}
