import type { ExperimentSetup, StudyId } from '../experiment.ts'
import { resolveFields } from '../param-value.ts'
import type { EngineId, ParamValues } from '../part.ts'
import type { RunPlan, RunSettings, TieringRunSettings } from '../plan.ts'
import { nodeZoneFields } from './node-zone-params.ts'
import { studyOf } from './studies.ts'

/** What the fields of `run` come to, in the units of a plan. */
export function resolveRun(setup: ExperimentSetup): RunPlan['run'] {
  return resolvers[setup.study](resolveFields(studyOf(setup).runParams, setup.run ?? {}))
}

const resolvers: Readonly<Record<StudyId, (values: ParamValues) => RunPlan['run']>> = {
  tiering: tieringRun,
  compaction: commonRun,
}

/** Where the study has no field "engine" or "scale": every step is carried out, on every page. */
function commonRun(values: ParamValues): RunSettings {
  const engine = (values.engine ?? 'steps') as EngineId
  return {
    engine,
    seed: Number(values.seed),
    lengthNs: Math.round(Number(values.lengthSec) * 1e9),
    // Replay charges single accesses; a page that stands for many has none.
    scale: engine === 'rates' ? Number(values.scale) : 1,
    pageBytes: Number(values.pageKiB) * 1024,
    frames: Number(values.frames),
    recordBytes: Number(values.recordMiB) * 1024 * 1024,
  }
}

function tieringRun(values: ParamValues): TieringRunSettings {
  return {
    ...commonRun(values),
    accessLimit: Number(values.accessLimit),
    epochNs: Math.round(Number(values.epochMs) * 1e6),
    epochAccesses: Number(values.epochAccesses),
    pingPongNs: Math.round(Number(values.pingPongSec) * 1e9),
    ...nodeZoneFields(values),
  }
}
