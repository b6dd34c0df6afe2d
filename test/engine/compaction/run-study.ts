import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPlan, createSimulation, parts } from '../../../main/engine/catalog.ts'
import { createRecorder } from '../../../main/engine/recording/create-recorder.ts'
import { recorderOptions } from '../../../main/engine/recording/recorder-options.ts'
import { mapAtFrame } from '../../../main/history/map-history.ts'
import { readSetup } from '../../../main/lab/read-setup.ts'
import { decisionColumnsOf } from '../../../shared/documents/comparing/decision-rows.ts'
import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import type { ExperimentSetup } from '../../../shared/documents/experiment.ts'
import { isError, problemSentence } from '../../../shared/documents/problem.ts'
import type { RecordedChunk, RecordingSpec } from '../../../shared/documents/recorded.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import { setPath } from '../../../shared/documents/set-path.ts'

/** A ready experiment with some fields set, run to its end with everything recorded. */
export interface StudyRun {
  readonly spec: RecordingSpec
  readonly chunk: RecordedChunk
  readonly decisions: DecisionColumns
  readonly summary: Readonly<Record<string, number>>
}

export function exampleWith(name: string, sets: Readonly<Record<string, unknown>>): ExperimentSetup {
  const text = readFileSync(join(import.meta.dirname, '../../../examples', `${name}.yaml`), 'utf8')
  const { setup, problems } = readSetup(text, parts)
  if (!setup || problems.some(isError)) throw new Error(problems.map(problemSentence).join('\n'))
  return Object.entries(sets).reduce((before, [path, value]) => {
    const changed = setPath(before, path, value, parts)
    if (!changed.ok) throw new Error(problemSentence(changed.error))
    return changed.value
  }, setup)
}

/** What the whole check of such an experiment says, as sentences. */
export function refusals(name: string, sets: Readonly<Record<string, unknown>>): string[] {
  return checkPlan(resolvePlan(exampleWith(name, sets), parts))
    .filter(isError)
    .map(problemSentence)
}

export function runExample(name: string, sets: Readonly<Record<string, unknown>> = {}): StudyRun {
  const plan = resolvePlan(exampleWith(name, sets), parts)
  const simulation = createSimulation(plan)
  const recorder = createRecorder(simulation.spec, recorderOptions(plan, simulation))
  simulation.attach(recorder)
  while (simulation.step() !== 'done');
  simulation.finish()
  const summary = Object.entries(simulation.summary()).map(([metric, { value }]) => [metric, value])
  const chunk = recorder.drain()
  return {
    spec: simulation.spec,
    chunk,
    decisions: decisionColumnsOf(chunk.decisions),
    summary: Object.fromEntries(summary) as StudyRun['summary'],
  }
}

/** The strip of frames at the end of each frame of the recording, in the signs of the legend. */
export function strips({ spec, chunk }: StudyRun): string[] {
  const [{ cells, legend }] = spec.maps
  const history = {
    spec: spec.maps[0],
    keyframes: chunk.keyframes,
    writes: chunk.writes,
    wholeFrames: Infinity,
  }
  return Array.from({ length: chunk.frames.count }, (_, frame) => {
    const states = new Uint8Array(cells)
    mapAtFrame(history, frame, states)
    return Array.from(states, (state) => legend[state].sign).join('')
  })
}
