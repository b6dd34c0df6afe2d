import { expectDefined } from '../base/assert.ts'
import { parseQuantity } from '../units/parse.ts'
import { splitLivePath } from './check-schedule.ts'
import { partSections, runParams, type ExperimentSetup, type PartSection } from './experiment.ts'
import { forceParams, vetoParams } from './forks/intervention.ts'
import { resolveFields, resolveParam } from './param-value.ts'
import type { EngineId, ParamValue, ParamValues, PartChoice, PartInfo } from './part.ts'
import type { ResolvedIntervention, ResolvedPart, RunPlan, RunSettings, TraceFacts } from './plan.ts'

/** The plan of a setup in which `checkSetup` found no error. */
export function resolvePlan(setup: ExperimentSetup, parts: readonly PartInfo[], trace?: TraceFacts): RunPlan {
  const run = resolveRun(setup.run ?? {})
  return {
    study: setup.study,
    name: String(setup.name),
    run,
    machine: resolvePart(setup.machine, 'machine', parts),
    workload: resolvePart(setup.workload, 'workload', parts),
    policy: resolvePart(setup.policy, 'policy', parts),
    mechanism: resolvePart(setup.mechanism, 'mechanism', parts),
    schedule: resolveSchedule(setup, parts, run.lengthNs),
    ...(trace === undefined ? {} : { trace }),
  }
}

function resolveRun(section: ParamValues): RunSettings {
  const values = resolveFields(runParams, section)
  const number = (name: string) => Number(values[name])
  const engine = values.engine as EngineId
  return {
    engine,
    seed: number('seed'),
    lengthNs: Math.round(number('lengthSec') * 1e9),
    accessLimit: number('accessLimit'),
    // Replay charges single accesses; a page that stands for many has none.
    scale: engine === 'replay' ? 1 : number('scale'),
    pageBytes: number('pageKiB') * 1024,
    epochNs: Math.round(number('epochMs') * 1e6),
    epochAccesses: number('epochAccesses'),
    frames: number('frames'),
    recordBytes: number('recordMiB') * 1024 * 1024,
    pingPongNs: Math.round(number('pingPongSec') * 1e9),
  }
}

/** Paths of files are left out: what a trace holds is in the plan, where it lies is not. */
function resolvePart(choice: PartChoice, section: PartSection, parts: readonly PartInfo[]): ResolvedPart {
  const part = partOf(choice, section, parts)
  const values = resolveFields(part.params, choice)
  const files = new Set(part.params.filter((info) => info.type === 'file').map((info) => info.name))
  return {
    kind: part.id,
    values: Object.fromEntries(Object.entries(values).filter(([name]) => !files.has(name))),
  }
}

function partOf(choice: PartChoice, section: PartSection, parts: readonly PartInfo[]): PartInfo {
  const part = parts.find((known) => known.family === section && known.id === choice.kind)
  return expectDefined(part, `${section} "${choice.kind}" was checked to exist`)
}

/** In order of time, then as written; what would come after the end is left out. */
function resolveSchedule(
  setup: ExperimentSetup,
  parts: readonly PartInfo[],
  lengthNs: number,
): readonly ResolvedIntervention[] {
  const timed = (setup.schedule ?? []).map((entry) => {
    const seconds = parseQuantity(entry.atSec, 's')
    return { entry, atNs: Math.round((seconds.ok ? seconds.value : 0) * 1e9) }
  })
  let policy = setup.policy
  return timed
    .filter(({ atNs }) => atNs < lengthNs)
    .sort((a, b) => a.atNs - b.atNs)
    .flatMap(({ entry, atNs }): readonly ResolvedIntervention[] => {
      if (entry.policy !== undefined) {
        policy = entry.policy
        return [{ atNs, policy: resolvePart(policy, 'policy', parts) }]
      }
      if (entry.veto !== undefined) return [{ atNs, veto: resolveFields(vetoParams, entry.veto) as never }]
      if (entry.force !== undefined)
        return [{ atNs, force: resolveFields(forceParams, entry.force) as never }]
      return resolveChanges({ ...setup, policy }, entry.set ?? {}, atNs, parts)
    })
}

function resolveChanges(
  setup: ExperimentSetup,
  set: ParamValues,
  atNs: number,
  parts: readonly PartInfo[],
): readonly ResolvedIntervention[] {
  return partSections.flatMap((section) => {
    const params = partOf(setup[section], section, parts).params
    const values: [string, ParamValue][] = []
    for (const [path, value] of Object.entries(set)) {
      const target = splitLivePath(path)
      if (target?.section !== section) continue
      const info = expectDefined(
        params.find((known) => known.name === target.name),
        `"${path}" was checked`,
      )
      values.push([
        target.name,
        expectDefined(resolveParam(info, value), `the value of "${path}" was checked`),
      ])
    }
    return values.length === 0 ? [] : [{ atNs, section, values: Object.fromEntries(values) }]
  })
}
