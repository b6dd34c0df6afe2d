import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulation, parts, tieringParts } from '../../main/engine/catalog.ts'
import { skeleton } from '../../main/engine/policies/skeleton.ts'
import { createRecorder } from '../../main/engine/recording/create-recorder.ts'
import { recorderOptions } from '../../main/engine/recording/recorder-options.ts'
import { createTieringStudy } from '../../main/engine/studies/tiering/tiering.ts'
import { sniffFormat, traceFormatOf, traceOptionsOf } from '../../main/engine/traces/formats.ts'
import { createTraceScan } from '../../main/engine/traces/trace-scan.ts'
import { rootAtFrame } from '../../main/history/root-at.ts'
import { expectDefined } from '../../shared/base/assert.ts'
import { decisionColumnsOf } from '../../shared/documents/comparing/decision-rows.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import { reasonOf, type DecisionColumns } from '../../shared/documents/decision.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { EngineId, ParamValues, PartInfo } from '../../shared/documents/part.ts'
import { isError } from '../../shared/documents/problem.ts'
import { choiceIn, partChosen, studies, type StudyInfo } from '../../shared/documents/studies/studies.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'

/** What one run of a golden file came to. Numbers are rounded to twelve significant digits. */
export interface GoldenRun {
  readonly setup: ExperimentSetup
  readonly summary: Readonly<Record<string, number>>
  /** Decisions by reason. */
  readonly decisions: Readonly<Record<string, number>>
  /** The policy's own state at the end: thresholds, list sizes, hands. */
  readonly state: object
}

const withSkeleton = { ...tieringParts, policies: [...tieringParts.policies, skeleton] }
const skeletonStudy = createTieringStudy(withSkeleton)

/** Every part of the catalogue, and the skeleton that is there to be copied. */
export const goldenParts: readonly PartInfo[] = [...parts, skeleton.info]

/** What a study without a field "engine" runs on is not written in its documents. */
export function engineOf({ run }: ExperimentSetup): EngineId {
  return (run['engine'] ?? 'steps') as EngineId
}

const projectFolder = join(import.meta.dirname, '../..')

/** Fields that make the defaults small. A part gets those that it declares. */
type Small = { run: ParamValues } & Readonly<Record<string, ParamValues>>
const small: Record<EngineId, Small> = {
  rates: {
    run: { engine: 'rates', lengthSec: 70, scale: '64' },
    machine: { fastPages: 1_048_576 },
    workload: { workingSetGiB: 18, hotGiB: 3, driftGiBPerMin: 2, thinkNs: 1000 },
    policy: {},
    mechanism: {},
  },
  replay: {
    run: { engine: 'replay', accessLimit: 100_000 },
    machine: { fastPages: 512 },
    workload: {
      ...{ workingSetGiB: 1 / 128, hotGiB: 1 / 1024, chunkMiB: 0.25, driftGiBPerMin: 0.01 },
      ...{ threads: 1, linesPerThread: 1, thinkNs: 50_000, path: 'examples/traces/buffer-pool.csv' },
    },
    policy: { epochAccesses: 10_000, scan_size_mb: 1, shortcut_MiB: 0, loadPeriod: 50, storePeriod: 50 },
    mechanism: {},
  },
  steps: {
    run: {},
    zone: {
      ...{ frames: 20_000, pageblockFrames: '64', requestOrder: 6, unmovableShare: 0.02 },
      ...{ placement: 'clustered', map: 'MMFSMFMMFPMMFMRM MFFMMMFMMMMFMMUF '.repeat(64) },
    },
    workload: { requests: 60, everyMs: 5, holdSec: 0.1, busyShare: 0.02 },
    trigger: { checkMs: 10 },
    compactor: {},
    mechanism: {},
  },
}

const usualKinds: Record<EngineId, Readonly<Record<string, string>>> = {
  rates: { machine: 'spr-ddr5-cxl', workload: 'zipf', policy: 'autonuma-tiering', mechanism: 'migrate_pages' },
  replay: { machine: 'spr-ddr5-cxl', workload: 'zipf', policy: 'lru', mechanism: 'migrate_pages' },
  steps: { zone: 'random-mix', workload: 'huge-page-demand', trigger: 'direct', compactor: 'compaction-v1', mechanism: 'migrate_pages' },
} // prettier-ignore

/** A small experiment in which the part is used; the other sections are the usual ones. */
export function smallSetup(part: PartInfo, engine: EngineId): ExperimentSetup {
  const study = studyFor(part, engine)
  const choices = study.sections.map((section) => {
    const kind = section.family === part.family ? part.id : usualKinds[engine][section.name]
    const info = expectDefined(partChosen(section, { kind }, goldenParts), `"${kind}" is a part`)
    const wanted = Object.entries(small[engine][section.name] ?? {})
    const fields = wanted.filter(([name]) => info.params.some((param) => param.name === name))
    return [section.name, { kind, ...Object.fromEntries(fields) }]
  })
  const name = `golden: ${part.family} ${part.id}, ${engine}`
  return { format: 1, study: study.id, name, run: small[engine].run, ...Object.fromEntries(choices) } as ExperimentSetup // prettier-ignore
}

/** The first study that takes the part and has the engine. */
function studyFor({ family }: PartInfo, engine: EngineId): StudyInfo {
  const found = studies.find(({ sections, runParams }) => {
    const chooses = runParams.some((info) => info.name === 'engine')
    return chooses === (engine !== 'steps') && sections.some((section) => section.family === family)
  })
  return expectDefined(found, `a study takes a ${family} on ${engine}`)
}

/** Runs a setup to its end as every host does, a trace included. */
export function goldenRun(setup: ExperimentSetup): GoldenRun {
  const problems = checkSetup(setup, goldenParts).filter(isError)
  if (problems.length > 0)
    throw new Error(problems.map(({ fact, wayOut }) => `${fact}; ${wayOut}`).join('\n'))
  const trace = readTrace(setup)
  const plan = resolvePlan(setup, goldenParts, trace?.facts)
  const simulation = plan.study === 'tiering' ? skeletonStudy.createSimulation(plan) : createSimulation(plan)
  const recorder = createRecorder(simulation.spec, recorderOptions(plan, simulation))
  simulation.attach(recorder)
  const blocks = trace ? [trace.bytes, null] : []
  for (let wants = simulation.step(); wants !== 'done'; wants = simulation.step()) {
    if (wants === 'hungry') simulation.feed(blocks.shift() ?? null)
  }
  simulation.finish()
  const chunk = recorder.drain()
  const summary = Object.entries(simulation.summary()).map(([name, { value }]) => [name, rounded(value)])
  return {
    setup,
    summary: Object.fromEntries(summary) as GoldenRun['summary'],
    decisions: countReasons(decisionColumnsOf(chunk.decisions)),
    state: rootAtFrame(chunk.roots, chunk.frames.count - 1),
  }
}

function readTrace(setup: ExperimentSetup) {
  const { path, ...values } = choiceIn(setup, 'workload') ?? { kind: '' }
  if (typeof path !== 'string') return undefined
  const bytes = new Uint8Array(readFileSync(join(projectFolder, path)))
  const format = expectDefined(sniffFormat(bytes, path), `${path} is a trace`)
  const scan = createTraceScan(traceFormatOf(format), traceOptionsOf(values, 4096))
  scan.push(bytes)
  const { contentHash, accessCount, pageCount, bytes: size } = scan.end()
  return { bytes, facts: { format, contentHash, accessCount, pageCount, bytes: size } }
}

function countReasons({ rows, reason }: DecisionColumns): Record<string, number> {
  const counts: Record<string, number> = {}
  for (let row = 0; row < rows; row++) {
    const { id } = reasonOf(reason[row])
    counts[id] = (counts[id] ?? 0) + 1
  }
  return counts
}

function rounded(value: number): number {
  return Number(value.toPrecision(12))
}
