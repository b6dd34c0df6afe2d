import { partSections, type ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { PartInfo } from '../../shared/documents/part.ts'
import { isError, type Problem } from '../../shared/documents/problem.ts'
import { pathSteps } from './setup-path.ts'

/**
 * The same machine in a setup without errors, so that the core can say what it comes to while another section is
 * still wrong: that section takes a part at its defaults. Undefined where the machine itself is wrong.
 */
export function drawableSetup(
  setup: ExperimentSetup,
  problems: readonly Problem[],
  parts: readonly PartInfo[],
): ExperimentSetup | undefined {
  const wrong = problems.filter(isError).map((problem) => pathSteps(problem.path)[0])
  if (wrong.length === 0 || wrong.includes('machine') || wrong.some((section) => section === undefined))
    return undefined
  const { schedule: _changes, ...rest } = setup
  const engine = wrong.includes('run') || setup.run?.engine !== 'replay' ? 'rates' : 'replay'
  const stand: Record<string, unknown> = { ...rest, name: 'drawing', run: { engine } }
  for (const section of partSections) {
    if (section === 'machine') continue
    const fits = (part: PartInfo) =>
      part.family === section &&
      part.engines.includes(engine) &&
      !part.params.some((info) => info.type === 'file')
    if (wrong.includes(section)) stand[section] = { kind: parts.find(fits)?.id ?? '' }
  }
  return stand as unknown as ExperimentSetup
}
