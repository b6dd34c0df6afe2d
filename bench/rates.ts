import { Worker } from 'node:worker_threads'
import type { TieringSetup } from '../shared/documents/experiment.ts'
import { bundle } from './bundle.ts'
import type { RunCost, RunOrder } from './rates-run.ts'
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

const wholeSec = 600
/** What quick runs simulate; the rest is taken to cost what the last half of that did. */
const briefSec = 60

let bundled: Promise<URL> | undefined

/**
 * Each run has a thread of its own, as in the lab: V8 compiles the engine for the arrays of its first run, and a second one
 * in the same thread takes 1.7 times as long.
 */
async function costOf(
  scale: number,
  thinkNs: number,
  recorded: boolean,
  lengthSec = wholeSec,
): Promise<RunCost> {
  const order: RunOrder = { setup: setup(scale, thinkNs, lengthSec), recorded }
  const file = await (bundled ??= bundle('./rates-run.ts'))
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: order })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Estimate of a whole run from a brief one and one of half its length. */
async function estimatedCost(scale: number, thinkNs: number): Promise<RunCost> {
  const half = await costOf(scale, thinkNs, true, briefSec / 2)
  const brief = await costOf(scale, thinkNs, true, briefSec)
  const halves = (wholeSec - briefSec) / (briefSec / 2)
  return {
    cpuSec: brief.cpuSec + (brief.cpuSec - half.cpuSec) * halves,
    wallSec: brief.wallSec + (brief.wallSec - half.wallSec) * halves,
  }
}

async function medianCost(scale: number, thinkNs: number): Promise<RunCost> {
  const costs = [
    await costOf(scale, thinkNs, true),
    await costOf(scale, thinkNs, true),
    await costOf(scale, thinkNs, true),
  ]
  return {
    cpuSec: median(costs.map(({ cpuSec }) => cpuSec)),
    wallSec: median(costs.map(({ wallSec }) => wallSec)),
  }
}

export async function benchRates(report: Report, full: boolean): Promise<void> {
  const cases = [
    { scale: 64, targetSec: 2 },
    { scale: 8, targetSec: 10 },
    ...(full ? [{ scale: 1, targetSec: 100 }] : []),
  ]
  for (const { scale, targetSec } of cases) {
    const estimated = !full && scale < 64
    // The heaviest case at full resolution takes minutes more and tells nothing that scale 8 does not.
    for (const thinkNs of scale === 1 || !full ? [1000] : [1000, 0]) {
      const cost = estimated
        ? await estimatedCost(scale, thinkNs)
        : scale === 64 && full
          ? await medianCost(scale, thinkNs)
          : await costOf(scale, thinkNs, true)
      const load = thinkNs === 0 ? 'heaviest' : 'light'
      report.figure(
        `ten minutes, scale ${scale}, ${load}, recorded${estimated ? ' (est.)' : ''}`,
        `${cost.cpuSec.toFixed(2)} s`,
        { text: `≤ ${targetSec} s`, holds: cost.cpuSec <= targetSec },
      )
      report.figure('  its own thread, by the clock', `${cost.wallSec.toFixed(2)} s`)
    }
  }
}

/** Runs with and without a recorder in turn. */
export async function benchRecorderShare(report: Report, full: boolean): Promise<void> {
  const light = { scale: 64, thinkNs: 1000, lengthSec: full ? wholeSec : briefSec, pairs: 5 }
  const cases = full
    ? [light, { ...light, thinkNs: 0 }, { ...light, scale: 8, lengthSec: briefSec * 5, pairs: 3 }, { ...light, scale: 1, lengthSec: briefSec, pairs: 3 }]
    : [light] // prettier-ignore
  for (const { scale, thinkNs, lengthSec, pairs } of cases) {
    const shares: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      const bare = await costOf(scale, thinkNs, false, lengthSec)
      const recorded = await costOf(scale, thinkNs, true, lengthSec)
      shares.push(1 - bare.cpuSec / recorded.cpuSec)
    }
    const share = median(shares)
    const load = thinkNs === 0 ? 'heaviest' : 'light'
    report.figure(
      `recorder’s share of a run, scale ${scale}, ${lengthSec} s, ${load}`,
      `${(share * 100).toFixed(1)} %`,
      { text: '≤ 15 %', holds: share <= 0.15 },
    )
  }
}
