import * as v from 'valibot'
import { LabError } from '../../shared/contract/errors.ts'
import type { Lab } from '../../shared/contract/lab.ts'
import { figureLimits } from '../../shared/documents/figure/figure-style.ts'
import { outcomeKinds } from '../../shared/documents/decision.ts'
import { mostMachineLetters } from '../../shared/documents/machines/own-machine.ts'
import { mostNoteLetters } from '../../shared/documents/notes/note.ts'

/**
 * The door of the core: a request that came in a frame is what its method takes, or it is refused. What a setup
 * means is for `checkSetup`; here it only has to be an object. Unknown fields are dropped.
 */
export function admitRequest(method: string, request: unknown): unknown {
  const schema = Object.hasOwn(schemas, method) ? schemas[method as keyof Lab] : undefined
  const parsed = schema && v.safeParse(schema, request)
  if (parsed?.success) return parsed.output
  const issue = parsed?.issues[0]
  const place = issue?.path?.map(({ key }) => String(key)).join('.')
  const fact = `"${method}" was asked with ${place ? `a wrong "${place}"` : 'what is no request of it'}`
  throw new LabError('bad-request', issue ? `${fact}: ${issue.message}` : fact, 'reload the window')
}

const text = v.pipe(v.string(), v.maxLength(4096))
const document = v.pipe(v.string(), v.maxLength(8 * 1024 * 1024))
const time = v.pipe(v.number(), v.notValue(Number.NaN))
const whole = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max))
/** Below zero it counts from the end. */
const fromEitherEnd = v.pipe(v.number(), v.safeInteger())
const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max))
const setup = v.pipe(
  v.custom<object>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'no object',
  ),
)
const nothing = v.object({})
const run = { workspace: text, run: text }
const trackIds = v.pipe(v.array(text), v.maxLength(1000))
const within = ({ min, max }: { min: number; max: number }) =>
  v.pipe(v.number(), v.minValue(min), v.maxValue(max))
const span = { fromNs: time, toNs: time }

const frame = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(1e6))
const decisionFilter = {
  ...run,
  ...span,
  page: v.optional(whole(2 ** 32 - 1)),
  lastPage: v.optional(whole(2 ** 32 - 1)),
  reason: v.optional(whole(255)),
  reasons: v.optional(v.pipe(v.array(whole(255)), v.maxLength(256))),
  verdict: v.optional(v.picklist(['moved', 'refused', 'failed'])),
  from: v.optional(whole(255)),
  to: v.optional(whole(255)),
  outcome: v.optional(v.picklist([...outcomeKinds, 'open'])),
}
const note = v.object({
  id: text,
  run: text,
  timeNs: v.pipe(v.number(), v.finite(), v.minValue(0)),
  toNs: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  text: v.pipe(v.string(), v.maxLength(mostNoteLetters)),
})
const ownMachine = v.object({
  id: text,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(mostMachineLetters)),
  machine: v.looseObject({ kind: text }),
})

const pair = { a: v.object(run), b: v.object(run) }
const { workspace: _workspace, run: _run, ...unboundFilter } = decisionFilter
const place = v.object({
  timeNs: time,
  side: v.picklist(['a', 'b']),
  row: v.pipe(v.number(), v.minValue(-1)),
})

const schemas: Record<keyof Lab, v.GenericSchema> = {
  about: nothing,
  catalog: nothing,
  readSetup: v.object({ yaml: document }),
  openSetup: v.object({ path: text }),
  writeSetup: v.object({ setup }),
  checkSetup: v.object({ setup }),
  traceInfo: v.object({
    path: text,
    values: v.optional(v.record(text, v.union([text, v.boolean(), v.number()]))),
    first: v.optional(whole(10_000)),
    headBytes: v.optional(whole(Number.MAX_SAFE_INTEGER)),
    pageBytes: v.optional(v.picklist([4096, 16_384, 65_536, 2_097_152])),
  }),
  overlay: v.object({
    path: text,
    kind: v.optional(v.picklist(['auto', 'vmstat', 'damon'])),
    columns: v.optional(v.pipe(v.array(text), v.maxLength(64))),
    points: v.optional(count(20_000)),
    intervalSec: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e6))),
    matrix: v.optional(
      v.object({
        columns: count(4096),
        rows: count(1024),
        fromAddress: v.optional(whole(2 ** 64)),
        toAddress: v.optional(whole(2 ** 64)),
      }),
    ),
  }),
  createWorkspace: nothing,
  openWorkspace: v.object({ path: text }),
  saveWorkspace: v.object({ workspace: text, path: v.optional(text) }),
  closeWorkspace: v.object({ workspace: text, discard: v.optional(v.boolean()) }),
  recentWorkspaces: nothing,
  forgetWorkspace: v.object({ path: text }),
  listFiles: v.object({ folder: text }),
  putExperiment: v.object({ workspace: text, id: v.optional(text), setup }),
  removeExperiment: v.object({ workspace: text, id: text }),
  putView: v.object({ workspace: text, view: v.unknown() }),
  putNote: v.object({ workspace: text, note }),
  removeNote: v.object({ ...run, id: text }),
  putMachine: v.object({ workspace: text, machine: ownMachine }),
  removeMachine: v.object({ workspace: text, id: text }),
  startRun: v.object({ workspace: text, experiment: text, point: v.optional(whole(1e6)) }),
  forkRun: v.object({
    ...run,
    atNs: v.pipe(time, v.minValue(0)),
    interventions: v.pipe(v.array(setup), v.maxLength(1000)),
    name: v.optional(text),
  }),
  pauseRun: v.object(run),
  resumeRun: v.object(run),
  cancelRun: v.object(run),
  removeRun: v.object(run),
  watch: v.object({ workspace: text }),
  series: v.object({
    ...run,
    ...span,
    columns: v.pipe(v.array(text), v.maxLength(1000)),
    points: count(20_000),
  }),
  matrix: v.object({ ...run, ...span, matrix: text, columns: count(8192), rows: count(8192) }),
  mapAt: v.object({ ...run, map: text, frame: whole(1e6), bins: count(1 << 20) }),
  momentAt: v.object({ ...run, timeNs: time }),
  figure: v.object({
    ...span,
    runs: v.pipe(v.array(v.object(run)), v.minLength(1), v.maxLength(4)),
    tracks: trackIds,
    matrix: v.optional(text),
    style: v.object({
      widthMm: within(figureLimits.widthMm),
      plotMm: within(figureLimits.plotMm),
      fontPt: within(figureLimits.fontPt),
      blackAndWhite: v.boolean(),
    }),
  }),
  table: v.object({ ...run, ...span, tracks: trackIds, format: v.picklist(['csv', 'parquet']) }),
  fingerprint: v.object(run),
  mapCells: v.object({ ...run, map: text, frame: whole(1e6), first: whole(2 ** 32), count: count(1 << 20) }),
  mapDiff: v.object({ ...run, map: text, fromFrame: frame, toFrame: frame, bins: count(1 << 20) }),
  rootDiff: v.object({ ...run, fromFrame: frame, toFrame: frame }),
  rangeStats: v.object({ ...run, ...span, columns: v.pipe(v.array(text), v.maxLength(1000)) }),
  decisions: v.object({ ...decisionFilter, offset: fromEitherEnd, limit: count(100_000) }),
  decisionGroups: v.object({ ...decisionFilter, pages: whole(2 ** 32), bins: count(4096) }),
  exportCsv: v.object({ ...run, what: v.picklist(['series', 'decisions']) }),
  regret: v.object({ ...run, oracle: v.optional(text) }),
  findings: v.object(run),
  compareRuns: v.object(pair),
  differingDecisions: v.object({
    ...pair,
    ...unboundFilter,
    which: v.picklist(['onlyA', 'onlyB', 'both']),
    offset: whole(Number.MAX_SAFE_INTEGER),
    limit: count(10_000),
  }),
  stepDivergence: v.object({
    ...pair,
    direction: v.picklist(['next', 'previous']),
    place: v.optional(place),
    timeNs: v.optional(time),
  }),
  seriesDelta: v.object({
    ...pair,
    ...span,
    columns: v.pipe(v.array(text), v.maxLength(1000)),
    points: count(20_000),
  }),
  placementDelta: v.object({
    ...pair,
    ...span,
    map: text,
    points: count(20_000),
    columns: count(8192),
    rows: count(8192),
  }),
}
