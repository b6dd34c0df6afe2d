import { partSections, runParams, type ExperimentSetup } from './experiment.ts'
import { sameValue } from './param-value.ts'
import type { ParamInfo, ParamValue, PartInfo } from './part.ts'

/** The same experiment without the fields that say only what is the default anyway: the form that is written out. */
export function withoutDefaults(setup: ExperimentSetup, parts: readonly PartInfo[]): ExperimentSetup {
  const trimmed: { -readonly [Key in keyof ExperimentSetup]: ExperimentSetup[Key] } = {
    ...setup,
    run: trim(setup.run, runParams),
  }
  for (const section of partSections) {
    const choice = setup[section]
    const part = parts.find((known) => known.family === section && known.id === choice.kind)
    if (part !== undefined) trimmed[section] = { ...trim(choice, part.params), kind: choice.kind }
  }
  if (setup.about === '') delete trimmed.about
  if (setup.schedule?.length === 0) delete trimmed.schedule
  if (setup.sweep?.length === 0) delete trimmed.sweep
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
