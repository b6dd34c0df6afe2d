import { canonicalText } from '../../../shared/base/content-hash.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import type { Forked } from '../../../shared/contract/forking.ts'
import type { RunRef } from '../../../shared/contract/records.ts'
import type { Lab, WorkspaceState } from '../../../shared/contract/lab.ts'
import type { ExperimentSetup } from '../../../shared/documents/experiment.ts'
import { problemSentence } from '../../../shared/documents/problem.ts'
import type { RunEvent, RunRecord } from '../../../shared/documents/run.ts'
import { metricInfoOf, metricText } from '../../../shared/figures/meaning.ts'
import { formatQuantity } from '../../../shared/units/format.ts'
import { loadSetup, refuseErrors } from './load-setup.ts'
import { createProgressLine } from './progress-line.ts'
import { openTarget, runFailure } from './run-target.ts'
import { discardTables, openTables, writeTable } from './run-tables.ts'
import { complain, exitCodes, printJson, printLines, tableLines } from './terminal.ts'

export interface RunOptions {
  readonly json: boolean
  readonly sets: readonly string[]
  readonly out?: string
  readonly series?: string
  readonly decisions?: string
}

/** `tierlab run FILE`. Returns the exit code; what it throws is reported by the caller. */
export async function runCommand(lab: Lab, file: string, options: RunOptions): Promise<number> {
  const loaded = await loadSetup(lab, file, options.sets)
  refuseErrors(loaded)
  const warnings = loaded.problems.map(problemSentence)
  if (loaded.setup?.sweep?.length)
    warnings.push('this is the experiment as it stands, without its sweep; "tierlab sweep" runs every point')
  if (!options.json) for (const warning of warnings) complain(`tierlab: warning: ${warning}`)
  const { setup, plan } = loaded
  if (!setup || !plan) throw new Error('bug: a checked setup has no plan')

  const tables = await openTables(options)
  const workspace = await openTarget(lab, options.out).catch(async (error: unknown) => {
    await discardTables(tables)
    throw error
  })
  const run = await runToEnd(lab, workspace, setup)
  for (const table of tables) await writeTable(lab, { workspace: workspace.id, run: run.id }, table)
  await lab.closeWorkspace({ workspace: workspace.id })

  if (run.status === 'failed') throw runFailure(run)
  if (options.json) printJson(runDocument(run, warnings, options.out))
  else await printRun(lab, run, options.out && `${options.out}#${workspace.runs.length + 1}`)
  return run.status === 'cancelled' ? exitCodes.cancelled : exitCodes.done
}

/** An experiment that is already in the workspace gets another run; a new one is put there first. */
async function runToEnd(lab: Lab, workspace: WorkspaceState, setup: ExperimentSetup): Promise<RunRecord> {
  const same = workspace.experiments.find((known) => canonicalText(known.setup) === canonicalText(setup))
  const experiment = same ?? (await lab.putExperiment({ workspace: workspace.id, setup }))
  const events = lab.watch({ workspace: workspace.id })
  const started = await lab.startRun({ workspace: workspace.id, experiment: experiment.id })
  return (await watchToEnd(lab, events, workspace.id, { run: started })).run
}

/** Shows how a run goes until it has ended, and the re-run of its parent where it is a fork that asked for one. */
export async function watchToEnd(
  lab: Lab,
  events: AsyncIterable<RunEvent>,
  workspace: string,
  started: Pick<Forked, 'run' | 'rerun'>,
): Promise<Pick<Forked, 'run' | 'rerun'>> {
  const line = createProgressLine(started.run.plan.run.engine)
  const unlisten = cancelOnSignal(lab, { workspace, run: started.run.id })
  let { run, rerun } = started
  const waiting = new Set([run.id, ...(rerun ? [rerun.id] : [])])
  try {
    for await (const event of events) {
      if (event.type === 'progress' && waiting.has(event.runId)) line.show(event.progress)
      if (event.type !== 'ended' || !waiting.delete(event.run.id)) continue
      if (event.run.id === run.id) run = event.run
      else rerun = event.run
      if (waiting.size === 0) return { run, ...(rerun && { rerun }) }
    }
  } finally {
    unlisten()
    line.clear()
  }
  throw new Error('bug: the events of a run ended before the run did')
}

/** The first signal stops the run with its rows; another one ends the program where it stands. */
function cancelOnSignal(lab: Lab, ref: RunRef): () => void {
  let asked = false
  const stop = () => {
    if (asked) process.exit(exitCodes.cancelled)
    asked = true
    lab.cancelRun(ref).catch((error: unknown) => {
      if (!(error instanceof LabError && error.code === 'not-running')) throw error
    })
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return () => void process.off('SIGINT', stop).off('SIGTERM', stop)
}

export function runDocument(run: RunRecord, warnings: readonly string[], out: string | undefined) {
  return {
    name: run.plan.name,
    status: run.status,
    seed: run.plan.run.seed,
    engineVersion: run.engineVersion,
    planHash: run.planHash,
    wallSec: run.wallSec,
    simulatedSec: run.simulatedNs / 1e9,
    accesses: run.accesses,
    summary: run.summary,
    warnings,
    ...(out !== undefined && { out: { file: out, run: run.id } }),
  }
}

/** `keptAs` is the word by which other commands find the run. */
export async function printRun(lab: Lab, run: RunRecord, keptAs: string | undefined): Promise<void> {
  const { metrics } = await lab.catalog({})
  const rows = Object.entries(run.summary).map(([name, metric]) => {
    const info = metricInfoOf(metrics, name)
    return [name, metricText(metric, info), info?.title ?? '']
  })
  const simulated = formatQuantity(run.simulatedNs, 'ns', 4)
  // A zone has none.
  const accesses = run.accesses > 0 ? `, ${formatQuantity(run.accesses, 'accesses', 4)}` : ''
  const head = `${run.plan.name}: ${simulated} simulated${accesses}, in ${formatQuantity(run.wallSec, 's', 3)}`
  const cut = run.status === 'cancelled' ? ['cancelled: these are the numbers so far'] : []
  const identity = `seed ${run.plan.run.seed} · plan ${run.planHash.slice(0, 16)} · engine ${run.engineVersion}`
  const kept = keptAs === undefined ? [] : [`kept as ${keptAs}`]
  printLines([head, ...cut, '', ...tableLines(rows), '', identity, ...kept])
}
