import { expectDefined } from '../base/assert.ts'
import { parseQuantity } from '../units/parse.ts'
import { splitLivePath } from './check-schedule.ts'
import type { ExperimentSetup, PartSection } from './experiment.ts'
import { forceParams, vetoParams, type Intervention } from './forks/intervention.ts'
import { resolveFields, resolveParam } from './param-value.ts'
import type { ParamValue, ParamValues, PartInfo } from './part.ts'
import type {
  ResolvedForce,
  ResolvedIntervention,
  ResolvedPart,
  ResolvedVeto,
  RunPlan,
  TraceFacts,
} from './plan.ts'
import { resolveRun } from './studies/resolve-run.ts'
import { choiceIn, partChosen, studyOf, withChoice, type SectionInfo } from './studies/studies.ts'

/** The plan of a setup in which `checkSetup` found no error. */
export function resolvePlan(setup: ExperimentSetup, parts: readonly PartInfo[], trace?: TraceFacts): RunPlan {
  const { sections } = studyOf(setup)
  const run = resolveRun(setup)
  const chosen = sections.map((section) => [section.name, resolvePart(setup, section, parts)] as const)
  return {
    study: setup.study,
    name: String(setup.name),
    run,
    ...Object.fromEntries(chosen),
    schedule: resolveSchedule(setup, parts, run.lengthNs),
    ...(trace === undefined ? {} : { trace }),
  } as RunPlan
}

/** Paths of files are left out: what a trace holds is in the plan, where it lies is not. */
function resolvePart(setup: ExperimentSetup, section: SectionInfo, parts: readonly PartInfo[]): ResolvedPart {
  const part = partOf(setup, section, parts)
  const values = resolveFields(part.params, choiceIn(setup, section.name) ?? {})
  const files = new Set(part.params.filter((info) => info.type === 'file').map((info) => info.name))
  return {
    kind: part.id,
    values: Object.fromEntries(Object.entries(values).filter(([name]) => !files.has(name))),
  }
}

function partOf(setup: ExperimentSetup, section: SectionInfo, parts: readonly PartInfo[]): PartInfo {
  const choice = choiceIn(setup, section.name)
  return expectDefined(
    partChosen(section, choice, parts),
    `${section.name} "${choice?.kind}" was checked to exist`,
  )
}

/** In order of time, then as written; what would come after the end is left out. */
function resolveSchedule(
  setup: ExperimentSetup,
  parts: readonly PartInfo[],
  lengthNs: number,
): readonly ResolvedIntervention[] {
  return timedSchedule(setup, parts, lengthNs).map(({ intervention }) => intervention)
}

/** Which entry of the document each intervention of its plan comes from. */
export function scheduleEntries(setup: ExperimentSetup, parts: readonly PartInfo[]): readonly number[] {
  return timedSchedule(setup, parts, resolveRun(setup).lengthNs).map(({ place }) => place)
}

interface PlacedIntervention {
  readonly place: number
  readonly intervention: ResolvedIntervention
}

function timedSchedule(
  setup: ExperimentSetup,
  parts: readonly PartInfo[],
  lengthNs: number,
): readonly PlacedIntervention[] {
  const timed = (setup.schedule ?? []).map((entry, place) => {
    const seconds = parseQuantity(entry.atSec, 's')
    return { entry, place, atNs: Math.round((seconds.ok ? seconds.value : 0) * 1e9) }
  })
  let current = setup
  return timed
    .filter(({ atNs }) => atNs < lengthNs)
    .sort((a, b) => a.atNs - b.atNs)
    .flatMap(({ entry, place, atNs }) => {
      if (entry.policy !== undefined) current = withChoice(current, 'policy', entry.policy)
      return resolveEntry(entry, current, atNs, parts).map((intervention) => ({ place, intervention }))
    })
}

/** `setup` has the policy that is in charge at that time, or comes to be. */
function resolveEntry(
  entry: Intervention,
  setup: ExperimentSetup,
  atNs: number,
  parts: readonly PartInfo[],
): readonly ResolvedIntervention[] {
  if (entry.policy !== undefined)
    return [{ atNs, policy: resolvePart(setup, sectionNamed(setup, 'policy'), parts) }]
  if (entry.veto !== undefined)
    return [{ atNs, veto: resolveFields(vetoParams, entry.veto) as unknown as ResolvedVeto['veto'] }]
  if (entry.force !== undefined)
    return [{ atNs, force: resolveFields(forceParams, entry.force) as unknown as ResolvedForce['force'] }]
  return resolveChanges(setup, entry.set ?? {}, atNs, parts)
}

function sectionNamed(setup: ExperimentSetup, wanted: PartSection): SectionInfo {
  const section = studyOf(setup).sections.find(({ name }) => name === wanted)
  return expectDefined(section, `the study was checked to have a section "${wanted}"`)
}

function resolveChanges(
  setup: ExperimentSetup,
  set: ParamValues,
  atNs: number,
  parts: readonly PartInfo[],
): readonly ResolvedIntervention[] {
  const study = studyOf(setup)
  return study.sections.flatMap((info) => {
    const section = info.name
    const params = partOf(setup, info, parts).params
    const values: [string, ParamValue][] = []
    for (const [path, value] of Object.entries(set)) {
      const target = splitLivePath(path, study)
      if (target?.section !== section) continue
      const param = expectDefined(
        params.find((known) => known.name === target.name),
        `"${path}" was checked`,
      )
      values.push([
        target.name,
        expectDefined(resolveParam(param, value), `the value of "${path}" was checked`),
      ])
    }
    return values.length === 0 ? [] : [{ atNs, section, values: Object.fromEntries(values) }]
  })
}
