import * as v from 'valibot'
import { LabError } from '../../shared/contract/errors.ts'
import type { ExperimentRecord } from '../../shared/contract/records.ts'
import type { OwnMachine } from '../../shared/documents/machines/own-machine.ts'
import type { Note } from '../../shared/documents/notes/note.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import { units, type UnitId } from '../../shared/units/unit.ts'
import { fromStored } from './stored-json.ts'

/**
 * The door at which files are checked: what the lab and the window rely on in a stored record — its identity, and
 * every size that memory is reserved by. Fields that only a person reads are taken as they are.
 */

const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most))
const atLeastOne = (most: number) => v.pipe(whole(most), v.minValue(1))
const unit = v.picklist(Object.keys(units) as UnitId[])
const titled = v.looseObject({ title: v.string() })
const mostCells = 2 ** 30
const mostBins = 2 ** 20

const spec = v.looseObject({
  columns: v.array(
    v.looseObject({ name: v.string(), title: v.string(), unit, fold: v.picklist(['sum', 'mean', 'last']) }),
  ),
  tracks: v.array(v.looseObject({ id: v.string(), title: v.string(), unit, columns: v.array(v.string()) })),
  maps: v.array(
    v.looseObject({
      id: v.string(),
      cells: whole(mostCells),
      legend: v.pipe(v.array(titled), v.minLength(1), v.maxLength(256)),
    }),
  ),
  matrices: v.array(
    v.looseObject({ id: v.string(), unit, bins: whole(mostBins), pagesPerBin: atLeastOne(mostCells) }),
  ),
  nodes: v.array(titled),
  scale: atLeastOne(512),
  pageBytes: atLeastOne(2 ** 30),
})

const runRecord = v.looseObject({
  id: v.string(),
  experimentId: v.string(),
  number: whole(Number.MAX_SAFE_INTEGER),
  status: v.picklist(['queued', 'running', 'paused', 'done', 'cancelled', 'failed']),
  plan: v.looseObject({ study: v.string(), name: v.string(), run: v.looseObject({}) }),
  planHash: v.string(),
  engineVersion: v.string(),
  spec,
  summary: v.record(v.string(), v.looseObject({ value: v.number(), unit })),
})

const experimentRecord = v.looseObject({
  id: v.string(),
  revision: whole(Number.MAX_SAFE_INTEGER),
  setup: v.looseObject({ format: v.number(), study: v.string(), name: v.string() }),
})

const noteRecord = v.looseObject({
  id: v.string(),
  run: v.string(),
  timeNs: v.number(),
  toNs: v.optional(v.number()),
  text: v.string(),
})

const machineRecord = v.looseObject({
  id: v.string(),
  name: v.string(),
  machine: v.looseObject({ kind: v.string() }),
})

export function storedMachine(json: unknown): OwnMachine {
  return checked('machine', machineRecord, json) as unknown as OwnMachine
}

export function storedNote(json: unknown): Note {
  return checked('note', noteRecord, json) as Note
}

export function storedRun(json: unknown): RunRecord {
  return checked('run', runRecord, json) as unknown as RunRecord
}

export function storedExperiment(json: unknown): ExperimentRecord {
  return checked('experiment', experimentRecord, json) as unknown as ExperimentRecord
}

function checked<T>(what: string, schema: v.GenericSchema<T>, json: unknown): T {
  const wayOut = 'go back to a saved copy of it'
  let document: unknown
  try {
    document = fromStored(json)
  } catch {
    throw new LabError('file-refused', `the workspace holds text that is no ${what}`, wayOut)
  }
  const result = v.safeParse(schema, document)
  if (result.success) return result.output
  const [issue] = result.issues
  const fact = `the workspace holds a damaged ${what} (${v.getDotPath(issue) ?? 'all of it'}: ${issue.message})`
  throw new LabError('file-refused', fact, wayOut)
}
