import { readYamlTree } from '../../lab/yaml-tree.ts'
import { readText } from '../../lab/read-text.ts'
import type { CheckedSetup, Lab, PlacedProblem } from '../../../shared/contract/lab.ts'
import type { ExperimentSetup } from '../../../shared/documents/experiment.ts'
import { isError, problemSentence } from '../../../shared/documents/problem.ts'
import { setPath } from '../../../shared/documents/set-path.ts'
import { CommandError } from './terminal.ts'

/** An experiment from a file, changed by the command line and checked. */
export interface LoadedSetup extends CheckedSetup {
  /** Absent where the text is no experiment at all. */
  readonly setup?: ExperimentSetup
  readonly problems: readonly PlacedProblem[]
  /** `FILE:LINE: field: fact; way out`, or the option that brought it. */
  describe(problem: PlacedProblem): string
}

/** `sets` are `path=value` in the order given; later ones win. */
export async function loadSetup(lab: Lab, file: string, sets: readonly string[]): Promise<LoadedSetup> {
  const yaml = await readText(file)
  const fromOption = new Map<string, string>()
  const describe = (problem: PlacedProblem) => {
    const option = fromOption.get(problem.path)
    const place = option ?? (problem.line === undefined ? file : `${file}:${problem.line}`)
    const field = problem.path === '' || option !== undefined ? '' : `${problem.path}: `
    return `${place}: ${field}${problemSentence(problem)}`
  }

  const read = await lab.readSetup({ yaml })
  if (read.setup === undefined) return { problems: read.problems, describe }
  let setup = read.setup
  const { parts } = await lab.catalog({})
  for (const option of sets) {
    const equals = option.indexOf('=')
    if (equals <= 0) throw new CommandError(`tierlab: "--set ${option}" sets nothing; write --set path=value`)
    const path = option.slice(0, equals).trim()
    const changed = setPath(setup, path, option.slice(equals + 1), parts)
    if (!changed.ok)
      throw new CommandError(`tierlab: --set ${shortened(option)}: ${problemSentence(changed.error)}`)
    setup = changed.value
    fromOption.set(path.includes('.') || path in setup ? path : `run.${path}`, `--set ${shortened(option)}`)
  }

  const checked = await lab.checkSetup({ setup })
  const { lineOf } = readYamlTree(yaml)
  const problems = checked.problems.map((problem): PlacedProblem => {
    const line = lineOf(problem.path)
    return line === undefined ? problem : { ...problem, line }
  })
  problems.sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity) || 0)
  return { ...checked, problems, setup, describe }
}

/** Throws every error, one a line. */
export function refuseErrors({ problems, describe }: LoadedSetup): void {
  const errors = problems.filter(isError)
  if (errors.length > 0)
    throw new CommandError(errors.map((error) => `tierlab: ${describe(error)}`).join('\n'))
}

/** Enough of an option to know it by: a zone written by hand can have thousands of letters. */
function shortened(option: string): string {
  return option.length <= 80 ? option : `${option.slice(0, 79)}…`
}
