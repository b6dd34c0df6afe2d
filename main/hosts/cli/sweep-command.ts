import { quote } from '../../../shared/base/text.ts'
import { isLabError } from '../../../shared/contract/errors.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import { pointWords } from '../../../shared/documents/check-sweep.ts'
import type { ExperimentSetup, SweepAxis } from '../../../shared/documents/experiment.ts'
import type { ParamValue } from '../../../shared/documents/part.ts'
import { partOfPlan } from '../../../shared/documents/plan.ts'
import type { MetricInfo, RunEvent, RunRecord } from '../../../shared/documents/run.ts'
import { studyOf } from '../../../shared/documents/studies/studies.ts'
import { sweepPoints, workingSetPages, type SweepPoint } from '../../../shared/documents/sweep.ts'
import { metricInfoOf, metricText } from '../../../shared/figures/meaning.ts'
import { loadSetup, refuseErrors } from './load-setup.ts'
import { openTarget, runFailure } from './run-target.ts'
import { CommandError, exitCodes, printJson, printLines, tableLines } from './terminal.ts'

export interface SweepOptions {
  readonly json: boolean
  readonly sets: readonly string[]
  readonly out?: string
  /** Fields to sweep, and the values of each as a list with commas. They replace axes of the file with equal paths. */
  readonly paths: readonly string[]
  readonly values: readonly string[]
}

/** `tierlab sweep FILE`: every point in turn, a few at once; what is finished is told even when it is cut short. */
export async function sweepCommand(lab: Lab, file: string, options: SweepOptions): Promise<number> {
  const sweep = axesOf(options)
  const first = await loadSetup(lab, file, options.sets)
  const axes = [
    ...(first.setup?.sweep ?? []).filter(({ path }) => !sweep.some((axis) => axis.path === path)),
    ...sweep,
  ]
  const given = sweep.length === 0 ? [] : [`sweep=${JSON.stringify(axes)}`]
  const loaded = sweep.length === 0 ? first : await loadSetup(lab, file, [...options.sets, ...given])
  refuseErrors(loaded)
  const { setup } = loaded
  if (!setup) throw new Error('bug: a checked setup is absent')
  const points = sweepPoints(setup.sweep)
  if (points.length === 0) {
    const wayOut = 'give --path machine.fastPages --values 1,2,4,10%, or write a section "sweep"'
    throw new CommandError(`tierlab: ${file}: there is nothing to sweep; ${wayOut}`)
  }

  const { done, cancelled } = await runPoints(lab, setup, points, options.out)
  const finished = points.flatMap((point) => {
    const run = done.get(point.index)
    return run === undefined ? [] : [{ point, run }]
  })
  if (options.json) {
    printJson({
      name: setup.name,
      status: cancelled ? 'cancelled' : 'done',
      pointCount: points.length,
      points: finished.map(({ point, run }) => pointDocument(point, run, options.out)),
    })
  } else {
    const { metrics } = await lab.catalog({})
    const rows = finished.map(({ run }) => run)
    const cut = cancelled ? [`cancelled: ${rows.length} of ${points.length} points are finished`, ''] : []
    printLines([`${setup.name}: ${points.length} points`, '', ...cut, ...table(Object.keys(points[0].settings), rows, metrics)]) // prettier-ignore
  }
  return cancelled ? exitCodes.cancelled : exitCodes.done
}

function axesOf({ paths, values }: SweepOptions): SweepAxis[] {
  if (paths.length !== values.length) {
    const fact = `--path was given ${paths.length} times and --values ${values.length} times`
    throw new CommandError(`tierlab: ${fact}; give one --values for each --path`)
  }
  return paths.map((path, i) => {
    const words = values[i].split(',').map((word) => word.trim())
    if (words.includes('')) {
      throw new CommandError(`tierlab: --values ${quote(values[i])} has an empty value; write 1,2,4,10%`)
    }
    return { path, values: words.map((word) => (/^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word)) }
  })
}

/** So many at once: the second takes its turn as soon as a worker is free. */
const ahead = 2

async function runPoints(
  lab: Lab,
  setup: ExperimentSetup,
  points: readonly SweepPoint[],
  out: string | undefined,
): Promise<{ done: ReadonlyMap<number, RunRecord>; cancelled: boolean }> {
  const { id: workspace } = await openTarget(lab, out)
  const { id: experiment } = await lab.putExperiment({ workspace, setup })
  const stopWatching = new AbortController()
  const events = lab.watch({ workspace }, stopWatching.signal)[Symbol.asyncIterator]()
  const running = new Map<string, SweepPoint>()
  const done = new Map<number, RunRecord>()
  let failed: Error | undefined
  let next = 0
  let cancelled = false

  const start = async () => {
    while (!cancelled && failed === undefined && next < points.length && running.size < ahead) {
      const point = points[next++]
      try {
        const run = await lab.startRun({ workspace, experiment, point: point.index })
        running.set(run.id, point)
        if (cancelled) await cancel(run.id)
      } catch (thrown) {
        failed = named(point, thrown)
        await Promise.all([...running.keys()].map(cancel))
      }
    }
  }
  const cancel = (run: string) =>
    lab.cancelRun({ workspace, run }).catch((thrown: unknown) => {
      if (!(isLabError(thrown) && thrown.code === 'not-running')) throw thrown
    })
  const hear = async (event: RunEvent) => {
    const point = event.type === 'ended' ? running.get(event.run.id) : undefined
    if (event.type !== 'ended' || point === undefined) return
    running.delete(event.run.id)
    if (event.run.status === 'done') done.set(point.index, event.run)
    else if (event.run.status === 'failed') failed ??= named(point, runFailure(event.run))
    // Nobody will look at its rows.
    if (out === undefined && event.run.status === 'done')
      await lab.removeRun({ workspace, run: event.run.id })
    await start()
  }
  const unlisten = onSignal(() => {
    cancelled = true
    void Promise.all([...running.keys()].map(cancel))
  })

  try {
    await start()
    while (running.size > 0) {
      const step = await events.next()
      if (step.done) throw new Error('bug: the events of a sweep ended before its runs did')
      await hear(step.value)
    }
    if (failed !== undefined) throw failed
    return { done, cancelled }
  } finally {
    unlisten()
    stopWatching.abort()
    await lab.closeWorkspace({ workspace })
  }
}

function named(point: SweepPoint, thrown: unknown): Error {
  const words = pointWords(point.settings)
  if (thrown instanceof CommandError)
    return new CommandError(thrown.message.replace(/^tierlab: /, `tierlab: ${words}: `), thrown.exitCode)
  if (isLabError(thrown) && thrown.code !== 'bug')
    return new CommandError(`tierlab: ${words}: ${thrown.message}`)
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** The first signal stops the sweep with the points it has; another one ends the program where it stands. */
function onSignal(stop: () => void): () => void {
  let asked = false
  const hear = () => {
    if (asked) process.exit(exitCodes.cancelled)
    asked = true
    stop()
  }
  process.on('SIGINT', hear).on('SIGTERM', hear)
  return () => void process.off('SIGINT', hear).off('SIGTERM', hear)
}

/** The values that a point's fields came to, shares as pages. */
function resolvedSettings(
  paths: readonly string[],
  { plan }: RunRecord,
): Record<string, ParamValue | undefined> {
  return Object.fromEntries(
    paths.map((path) => {
      const [section, name = ''] = path.split('.', 2)
      if (section === 'run')
        return [path, (plan.run as unknown as Record<string, ParamValue | undefined>)[name]]
      const part = partOfPlan(plan, section)
      return [path, name === 'kind' ? part?.kind : part?.values[name]]
    }),
  )
}

function wordOf(value: ParamValue | undefined): string {
  return typeof value === 'object' || value === undefined ? '' : String(value)
}

function pointDocument({ index, settings }: SweepPoint, run: RunRecord, out: string | undefined) {
  return {
    index,
    settings: { ...settings, ...defined(resolvedSettings(Object.keys(settings), run)) },
    asWritten: settings,
    ...(Number.isFinite(workingSetPages(run.plan)) && { workingSetPages: workingSetPages(run.plan) }),
    planHash: run.planHash,
    accesses: run.accesses,
    simulatedSec: run.simulatedNs / 1e9,
    wallSec: run.wallSec,
    summary: run.summary,
    ...(out !== undefined && { run: run.id }),
  }
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

function table(
  paths: readonly string[],
  runs: readonly RunRecord[],
  metrics: readonly MetricInfo[],
): string[] {
  const [first] = runs
  const shown =
    first === undefined
      ? []
      : studyOf(first.plan).headline.filter((name) => runs.some((run) => run.summary[name]?.value))
  const rows = runs.map((run) => {
    const settings = resolvedSettings(paths, run)
    const numbers = shown.map((name) => {
      const metric = run.summary[name]
      return metric === undefined ? '' : metricText(metric, metricInfoOf(metrics, name))
    })
    return [...paths.map((path) => wordOf(settings[path])), ...numbers]
  })
  return tableLines([[...paths, ...shown], ...rows])
}
