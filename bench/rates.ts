import { createSimulation, parts } from '../main/engine/catalog.ts'
import { createRecorder } from '../main/engine/recording/create-recorder.ts'
import type { Recorder } from '../main/engine/recording/recorder.ts'
import { recorderOptions } from '../main/engine/recording/recorder-options.ts'
import { createSilentRecorder } from '../main/engine/recording/silent-recorder.ts'
import type { TieringSetup } from '../shared/documents/experiment.ts'
import { resolvePlan } from '../shared/documents/resolve-plan.ts'
import { median, type Report } from './report.ts'

/** 16 + 64 GiB under AutoNUMA; `thinkNs` 0 is the heaviest case there is, 1000 that of examples/autonuma-zipf.yaml. */
function setup(scale: number, thinkNs: number, lengthSec: number): TieringSetup {
  return {
    format: 1,
    study: 'tiering',
    name: 'bench',
    run: { lengthSec, scale: String(scale) },
    machine: { kind: 'spr-ddr5-cxl' },
    workload: { kind: 'zipf', workingSetGiB: 72, thinkNs },
    policy: { kind: 'autonuma-tiering' },
    mechanism: { kind: 'migrate_pages' },
  }
}

const drainEveryMs = 100
const wholeSec = 600
/** What quick runs simulate; the rest is taken to cost what the last half of that did. */
const briefSec = 60

/** Seconds of one core for a whole run, set-up included (user time, so that other programs count less); recorded rows are drained as hosts do, and dropped. */
function runSec(scale: number, thinkNs: number, recorded: boolean, lengthSec = wholeSec): number {
  const plan = resolvePlan(setup(scale, thinkNs, lengthSec), parts)
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

/** Estimate of a whole run from a brief one and one of half its length. */
function estimatedSec(scale: number, thinkNs: number): number {
  const half = runSec(scale, thinkNs, true, briefSec / 2)
  const brief = runSec(scale, thinkNs, true, briefSec)
  return brief + ((brief - half) * (wholeSec - briefSec)) / (briefSec / 2)
}

export function benchRates(report: Report, full: boolean): void {
  const cases = [
    { scale: 64, targetSec: 2 },
    { scale: 8, targetSec: 10 },
    ...(full ? [{ scale: 1, targetSec: 100 }] : []),
  ]
  for (const { scale, targetSec } of cases) {
    // The heaviest case at full resolution takes minutes more and tells nothing that scale 8 does not.
    for (const thinkNs of scale === 1 || !full ? [1000] : [1000, 0]) {
      const sec =
        !full && scale < 64
          ? estimatedSec(scale, thinkNs)
          : scale === 64 && full
            ? median([1, 2, 3].map(() => runSec(scale, thinkNs, true)))
            : runSec(scale, thinkNs, true)
      const load = thinkNs === 0 ? 'heaviest' : 'light'
      report.figure(
        `ten minutes, scale ${scale}, ${load}, recorded${!full && scale < 64 ? ' (est.)' : ''}`,
        `${sec.toFixed(2)} s`,
        {
          text: `≤ ${targetSec} s`,
          holds: sec <= targetSec,
        },
      )
    }
  }
}

/** Runs with and without a recorder in turn. */
export function benchRecorderShare(report: Report, full: boolean): void {
  const lengthSec = full ? wholeSec : briefSec
  for (const thinkNs of full ? [1000, 0] : [1000]) {
    runSec(64, thinkNs, true, briefSec)
    const shares: number[] = []
    for (let pair = 0; pair < 5; pair++) {
      const bare = runSec(64, thinkNs, false, lengthSec)
      const recorded = runSec(64, thinkNs, true, lengthSec)
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
