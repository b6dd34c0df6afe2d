import { createSimulation, parts } from '../main/engine/catalog.ts'
import { createRecorder } from '../main/engine/recording/create-recorder.ts'
import type { Recorder } from '../main/engine/recording/recorder.ts'
import { recorderOptions } from '../main/engine/recording/recorder-options.ts'
import { createSilentRecorder } from '../main/engine/recording/silent-recorder.ts'
import type { TieringSetup } from '../shared/documents/experiment.ts'
import { resolvePlan } from '../shared/documents/resolve-plan.ts'
import { median, type Report } from './report.ts'

/** 16 + 64 GiB under AutoNUMA; `thinkNs` 0 is the heaviest case there is, 1000 that of examples/autonuma-zipf.yaml. */
function setup(scale: number, thinkNs: number): TieringSetup {
  return {
    format: 1,
    study: 'tiering',
    name: 'bench',
    run: { lengthSec: 600, scale: String(scale) },
    machine: { kind: 'spr-ddr5-cxl' },
    workload: { kind: 'zipf', workingSetGiB: 72, thinkNs },
    policy: { kind: 'autonuma-tiering' },
    mechanism: { kind: 'migrate_pages' },
  }
}

const drainEveryMs = 100

/** Seconds of one core for a whole run, set-up included (user time, so that other programs count less); recorded rows are drained as hosts do, and dropped. */
function runSec(scale: number, thinkNs: number, recorded: boolean): number {
  const plan = resolvePlan(setup(scale, thinkNs), parts)
  const start = process.cpuUsage()
  const simulation = createSimulation(plan)
  const recorder: Recorder = recorded
    ? createRecorder(simulation.spec, recorderOptions(plan, simulation))
    : createSilentRecorder()
  simulation.attach(recorder)
  let drainedMs = performance.now()
  while (simulation.step() === 'more') {
    if (!recorded || performance.now() - drainedMs < drainEveryMs) continue
    recorder.drain()
    drainedMs = performance.now()
  }
  simulation.finish()
  return process.cpuUsage(start).user / 1e6
}

export function benchRates(report: Report, full: boolean): void {
  const cases = [
    { scale: 64, targetSec: 2 },
    { scale: 8, targetSec: 10 },
    ...(full ? [{ scale: 1, targetSec: 100 }] : []),
  ]
  for (const { scale, targetSec } of cases) {
    // The heaviest case at full resolution takes minutes more and tells nothing that scale 8 does not.
    for (const thinkNs of scale === 1 ? [1000] : [1000, 0]) {
      const sec =
        scale === 64
          ? median([1, 2, 3].map(() => runSec(scale, thinkNs, true)))
          : runSec(scale, thinkNs, true)
      const load = thinkNs === 0 ? 'heaviest' : 'light'
      report.figure(`ten minutes, scale ${scale}, ${load}, recorded`, `${sec.toFixed(2)} s`, {
        text: `≤ ${targetSec} s`,
        holds: sec <= targetSec,
      })
    }
  }
}

/** Runs with and without a recorder in turn. */
export function benchRecorderShare(report: Report): void {
  for (const thinkNs of [1000, 0]) {
    runSec(64, thinkNs, true)
    const shares: number[] = []
    for (let pair = 0; pair < 5; pair++) {
      const bare = runSec(64, thinkNs, false)
      const recorded = runSec(64, thinkNs, true)
      shares.push(1 - bare / recorded)
    }
    const share = median(shares)
    const load = thinkNs === 0 ? 'heaviest' : 'light'
    report.figure(`recorder’s share of a run, ${load}`, `${(share * 100).toFixed(1)} %`, {
      text: '≤ 15 %',
      holds: share <= 0.15,
    })
  }
}
