import { existsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { checkPlan, estimateRun, parts } from '../engine/catalog.ts'
import { quote } from '../../shared/base/text.ts'
import type { CheckedSetup } from '../../shared/contract/lab.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { ParamValues } from '../../shared/documents/part.ts'
import type { TraceFacts } from '../../shared/documents/plan.ts'
import { planHash } from '../../shared/documents/plan-hash.ts'
import { isError, type Problem } from '../../shared/documents/problem.ts'
import { errorAt } from '../../shared/documents/param-problem.ts'
import { choiceIn, partChosen, studyOf } from '../../shared/documents/studies/studies.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { setPath } from '../../shared/documents/set-path.ts'
import { pagesOfShare, setupOfPoint, sweepPointCount, sweepPoints } from '../../shared/documents/sweep.ts'
import { drawnMachine } from './drawn-machine.ts'
import type { StartJob } from './runs/run-client.ts'

/** A setup on its way to a run: what is wrong with it, and where nothing is, its plan and its trace. */
export interface PlannedSetup extends CheckedSetup {
  /** What was planned: of a point, the setup with its settings. Present where there is a plan. */
  readonly setup?: ExperimentSetup
  readonly tracePath?: string
}

export interface SetupPlanner {
  /** With `point`: the plan of that point of the setup's sweep. */
  plan(setup: unknown, nearby?: string, point?: number): Promise<PlannedSetup>
}

/** Traces are read once and remembered until the file changes. */
export function createSetupPlanner(folders: readonly string[], startJob: StartJob): SetupPlanner {
  const scans = new Map<string, Promise<TraceFacts | Problem>>()

  const scan = (path: string, values: ParamValues, pageBytes: number) => {
    const { size, mtimeMs } = statSync(path)
    const key = JSON.stringify([path, size, mtimeMs, values, pageBytes])
    const found = scans.get(key) ?? scanTrace(startJob, path, values, pageBytes)
    scans.set(key, found)
    return found
  }

  const planSetup = async (given: unknown, nearby: string | undefined): Promise<PlannedSetup> => {
    const problems = checkSetup(given, parts)
    if (problems.some(isError)) return { problems }
    const setup = given as ExperimentSetup
    const file = traceFileOf(setup)
    if (file === undefined) return planned(problems, setup)
    const path = findTrace(file.path, nearby === undefined ? folders : [nearby, ...folders])
    if (path === undefined) return { problems: [...problems, missing(file)] }
    const { workload, run } = resolvePlan(setup, parts)
    const facts = await scan(path, workload.values, run.pageBytes)
    if ('severity' in facts) return { problems: [...problems, { ...facts, path: file.field }] }
    return planned(problems, setup, facts, path)
  }

  async function planPoint(given: unknown, nearby?: string, point?: number): Promise<PlannedSetup> {
    if (point === undefined) return planSetup(given, nearby)
    const whole = checkSetup(given, parts)
    if (whole.some(isError)) return { problems: whole }
    const setup = given as ExperimentSetup
    const settings = sweepPoints(setup.sweep)[point]
    if (settings === undefined) {
      const count = sweepPointCount(setup.sweep)
      const fact = `there is no point ${point} in a sweep of ${count}`
      return { problems: [errorAt('sweep', 'no-such-point', fact, 'choose another')] }
    }
    // What a share is a share of depends on everything else, so that is planned first.
    const rest = setupOfPoint(setup, settings, parts, () => 1)
    if (!rest.ok) return { problems: [rest.error] }
    const first = await planSetup(rest.value, nearby)
    const { plan } = first
    if (!plan) return first
    const changed = setupOfPoint(setup, settings, parts, (share) => pagesOfShare(share, plan))
    return changed.ok ? planSetup(changed.value, nearby) : { problems: [changed.error] }
  }

  return {
    async plan(given, nearby, point) {
      const machine = drawnMachine(given)
      return { ...(machine && { machine }), ...(await planPoint(given, nearby, point)) }
    },
  }
}

function planned(
  problems: Problem[],
  setup: ExperimentSetup,
  trace?: TraceFacts,
  tracePath?: string,
): PlannedSetup {
  const plan = resolvePlan(setup, parts, trace)
  const all = [...problems, ...checkPlan(plan)]
  if (all.some(isError)) return { problems: all }
  const estimate = estimateRun(plan)
  return {
    problems: all,
    setup,
    plan,
    planHash: planHash(plan),
    ...(estimate && { estimate }),
    ...(tracePath !== undefined && { tracePath }),
  }
}

interface TraceFile {
  readonly path: string
  /** The field that names it, from the root of the setup. */
  readonly field: string
}

function traceFileOf(setup: ExperimentSetup): TraceFile | undefined {
  for (const section of studyOf(setup).sections) {
    const choice = choiceIn(setup, section.name)
    const param = partChosen(section, choice, parts)?.params.find(({ type }) => type === 'file')
    if (param?.type !== 'file') continue
    const path = choice?.[param.name]
    const field = `${section.name}.${param.name}`
    return { path: typeof path === 'string' ? path : param.default, field }
  }
  return undefined
}

/** A setup out of a file, with the trace that lies beside it named in full: an experiment has no folder of its own. */
export function traceBeside(setup: ExperimentSetup, setupPath: string): ExperimentSetup {
  const file = traceFileOf(setup)
  if (file === undefined || file.path === '' || isAbsolute(file.path)) return setup
  const path = resolve(dirname(resolve(setupPath)), file.path)
  if (!existsSync(path)) return setup
  const changed = setPath(setup, file.field, path, parts)
  return changed.ok ? changed.value : setup
}

/** A relative path is looked for in each folder in turn. */
export function findTrace(path: string, folders: readonly string[]): string | undefined {
  if (path === '') return undefined
  const candidates = isAbsolute(path) ? [path] : folders.map((folder) => join(folder, path))
  return candidates.map((candidate) => resolve(candidate)).find((candidate) => existsSync(candidate))
}

function missing({ path, field }: TraceFile): Problem {
  const fact = path === '' ? 'no trace is named' : `there is no file ${quote(path)}`
  return { severity: 'error', code: 'file-missing', path: field, fact, wayOut: 'name a file on this machine' }
}

async function scanTrace(
  startJob: StartJob,
  tracePath: string,
  values: ParamValues,
  pageBytes: number,
): Promise<TraceFacts | Problem> {
  const end = await startJob({ kind: 'scan', tracePath, values, pageBytes }, () => {}).ended
  if (end.type === 'scanned') return end.facts
  if (end.type === 'ended' || end.type === 'overlaid') throw new Error('bug: a scan reported a run')
  return { severity: 'error', code: end.code, path: '', fact: end.fact, wayOut: end.wayOut }
}
