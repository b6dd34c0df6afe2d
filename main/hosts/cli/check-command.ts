import type { Lab } from '../../../shared/contract/lab.ts'
import { isError } from '../../../shared/documents/problem.ts'
import { loadSetup } from './load-setup.ts'
import { complain, exitCodes, printJson, printLines } from './terminal.ts'

/** `tierlab check FILE`: everything that can be said of an experiment without running it. */
export async function checkCommand(
  lab: Lab,
  file: string,
  json: boolean,
  sets: readonly string[],
): Promise<number> {
  const { problems, planHash, describe } = await loadSetup(lab, file, sets)
  const hasErrors = problems.some(isError)
  if (json) printJson({ file, ok: !hasErrors, planHash, problems })
  else {
    for (const problem of problems) complain(`${problem.severity}: ${describe(problem)}`)
    if (!hasErrors) printLines([`${file}: fine, plan ${planHash ?? 'unknown'}`])
  }
  return hasErrors ? exitCodes.wrongInput : exitCodes.done
}
