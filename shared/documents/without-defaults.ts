import type { ExperimentSetup } from './experiment.ts'
import { sameValue } from './param-value.ts'
import type { ParamInfo, ParamValue, PartInfo } from './part.ts'
import { choiceIn, partChosen, studyOf, withChoice } from './studies/studies.ts'

/** The same experiment without the fields that say only what is the default anyway: the form that is written out. */
export function withoutDefaults(setup: ExperimentSetup, parts: readonly PartInfo[]): ExperimentSetup {
  const { sections, runParams } = studyOf(setup)
  const { about, schedule, sweep, ...rest } = setup
  let trimmed: ExperimentSetup = {
    ...rest,
    run: trim(setup.run, runParams),
    ...(about !== undefined && about !== '' && { about }),
    ...(schedule !== undefined && schedule.length > 0 && { schedule }),
    ...(sweep !== undefined && sweep.length > 0 && { sweep }),
  }
  for (const section of sections) {
    const choice = choiceIn(setup, section.name)
    const part = partChosen(section, choice, parts)
    if (choice === undefined || part === undefined) continue
    trimmed = withChoice(trimmed, section.name, { ...trim(choice, part.params), kind: choice.kind })
  }
  return trimmed
}

/** Unknown fields stay: they are for the check to speak of. */
function trim(
  fields: Readonly<Record<string, ParamValue>>,
  params: readonly ParamInfo[],
): Readonly<Record<string, ParamValue>> {
  const kept = Object.entries(fields).filter(([name, value]) => {
    const info = params.find((known) => known.name === name)
    return info === undefined || !sameValue(value, info.default)
  })
  return Object.fromEntries(kept)
}
