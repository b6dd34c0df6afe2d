import { quote } from '../base/text.ts'
import type { ExperimentSetup, SweepAxis } from './experiment.ts'
import { errorAt, isMapping, isRefusedKey, joinPath, kindWords, refusedKeyAt, wordWanted } from './param-problem.ts' // prettier-ignore
import type { PartInfo } from './part.ts'
import { isError, type Problem } from './problem.ts'
import type { StudyInfo } from './studies/studies.ts'
import { setupOfPoint, sweepPointCount, sweepPointLimit, sweepPoints } from './sweep.ts'

const axisLimit = 6

/** Is it a list of axes with values? What the values mean is for `checkPoints`. */
export function checkSweep(sweep: unknown, study: StudyInfo): Problem[] {
  if (!Array.isArray(sweep)) {
    const wayOut = 'write a list such as [{path: machine.fastPages, values: [16, 64, 10 %]}]'
    return [errorAt('sweep', 'wrong-type', `"sweep" is ${kindWords(sweep)}`, wayOut)]
  }
  if (sweep.length > axisLimit) {
    const fact = `"sweep" has ${sweep.length} axes, more than ${axisLimit}`
    return [errorAt('sweep', 'too-many-rows', fact, 'split the experiment')]
  }
  const problems = sweep.flatMap((axis: unknown, i) => checkAxis(axis, `sweep.${i}`, study))
  if (problems.length > 0) return problems
  const axes = sweep as readonly SweepAxis[]
  const twice = axes.findIndex(({ path }, i) => axes.some((other, j) => j < i && other.path === path))
  if (twice >= 0) {
    const fact = `${quote(axes[twice].path)} is swept twice`
    return [errorAt(`sweep.${twice}.path`, 'duplicate-field', fact, 'put all its values into one entry')]
  }
  const points = sweepPointCount(axes)
  if (points <= sweepPointLimit) return []
  const fact = `the sweep has ${points} points, more than ${sweepPointLimit}`
  return [errorAt('sweep', 'too-many-rows', fact, 'sweep fewer values, or split the experiment')]
}

function checkAxis(axis: unknown, at: string, study: StudyInfo): Problem[] {
  const wayOut = 'write {path: …, values: [ … ]}'
  if (!isMapping(axis)) {
    return [errorAt(at, 'wrong-type', `an entry of "sweep" is ${kindWords(axis)}`, wayOut)]
  }
  const problems: Problem[] = []
  for (const key of Object.keys(axis)) {
    const fact = `an entry of "sweep" has no field ${quote(key)}`
    if (isRefusedKey(key)) problems.push(refusedKeyAt(joinPath(at, key), key))
    else if (key !== 'path' && key !== 'values')
      problems.push(errorAt(joinPath(at, key), 'unknown-field', fact, wordWanted(key, ['path', 'values'], 'field'))) // prettier-ignore
  }
  if (typeof axis.path !== 'string')
    problems.push(errorAt(joinPath(at, 'path'), 'wrong-type', `"path" is ${kindWords(axis.path)}`, wayOut))
  else if (!isSwept(axis.path, study)) {
    const fact = `${quote(axis.path)} cannot be swept`
    const wayOut = `name a field such as ${study.sections[0].name}.NAME or run.seed`
    problems.push(errorAt(joinPath(at, 'path'), 'unknown-path', fact, wayOut))
  }
  const values = joinPath(at, 'values')
  if (!Array.isArray(axis.values) || axis.values.length === 0) {
    const what = Array.isArray(axis.values) ? 'an empty list' : kindWords(axis.values)
    problems.push(errorAt(values, 'wrong-type', `"values" is ${what}`, wayOut))
  } else if (axis.values.some((value) => !['number', 'string', 'boolean'].includes(typeof value))) {
    problems.push(errorAt(values, 'wrong-type', 'a value of a sweep is no single value', wayOut))
  }
  return problems
}

function isSwept(path: string, { sections }: StudyInfo): boolean {
  const [section, rest = ''] = path.split('.', 2)
  return rest !== '' && (section === 'run' || sections.some(({ name }) => name === section))
}

/** The first point that is no experiment, at the sweep: `check` is asked about each, with shares as one page. */
export function checkPoints(
  setup: ExperimentSetup,
  parts: readonly PartInfo[],
  check: (setup: ExperimentSetup) => readonly Problem[],
): Problem[] {
  for (const point of sweepPoints(setup.sweep)) {
    const changed = setupOfPoint(setup, point, parts, () => 1)
    const error = changed.ok ? check(changed.value).find(isError) : changed.error
    if (error === undefined) continue
    const axis = Object.keys(point.settings).indexOf(error.path)
    return [
      { ...error, path: axis < 0 ? 'sweep' : `sweep.${axis}.values`, fact: `${pointWords(point.settings)}: ${error.fact}`, fixes: [] },
    ] // prettier-ignore
  }
  return []
}

/** "machine.fastPages = 16, policy.kind = lru" */
export function pointWords(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings)
    .map(([path, value]) => `${path} = ${String(value)}`)
    .join(', ')
}
