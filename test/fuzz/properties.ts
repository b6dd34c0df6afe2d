import fc from 'fast-check'
import assert from 'node:assert'
import { checkPlan, parts } from '../../main/engine/catalog.ts'
import { sniffFormat, traceFormats, traceOptionsOf, unknownFormat } from '../../main/engine/traces/formats.ts'
import { createDamonJsonReader } from '../../main/engine/traces/formats/damon-json.ts'
import { createDamonRawReader } from '../../main/engine/traces/formats/damon-raw.ts'
import { DamonRecording } from '../../main/engine/traces/overlays/damon-recording.ts'
import { createVmstatLog } from '../../main/engine/traces/overlays/vmstat-log.ts'
import { createParsedBatch, TraceError, type TraceFormat } from '../../main/engine/traces/trace-parser.ts'
import { readSetup } from '../../main/lab/read-setup.ts'
import { writeSetup } from '../../main/lab/write-setup.ts'
import { LabError } from '../../shared/contract/errors.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { isError } from '../../shared/documents/problem.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { setPath } from '../../shared/documents/set-path.ts'
import { resolvePoints } from '../../shared/documents/sweep.ts'
import { decodeFrame, encodeFrame, requestLimits } from '../../shared/rpc/frame.ts'
import { bytesOf, mutated } from './byte-mutation.ts'
import { frameExamples, setupExamples } from './document-examples.ts'
import { overlayExamples, traceExamples } from './trace-examples.ts'

export interface FuzzTarget {
  readonly name: string
  readonly property: fc.IRawProperty<unknown, false>
}

/** What is read before a parser is believed to be bounded: a record may touch many pages, but nothing runs away. */
const mostAccesses = 1_000_000

interface Reading {
  readonly accesses: number
  readonly checksum: number
  readonly refusal: string | undefined
}

function readTrace(format: TraceFormat, bytes: Uint8Array, blockBytes: number, header: string): Reading {
  const batch = createParsedBatch(1024)
  let accesses = 0
  let checksum = 0
  try {
    const parser = format.createParser(traceOptionsOf({ header }, 4096))
    const take = () => {
      for (let count = parser.read(batch); count > 0 && accesses < mostAccesses; count = parser.read(batch)) {
        for (let i = 0; i < count; i++)
          checksum = (Math.imul(checksum, 31) + batch.idLow[i] + 7 * batch.idHigh[i] + batch.write[i]) | 0
        accesses += count
      }
    }
    for (let at = 0; at < bytes.length && accesses < mostAccesses; at += blockBytes) {
      parser.push(bytes.slice(at, at + blockBytes))
      take()
    }
    if (accesses >= mostAccesses) return { accesses: mostAccesses, checksum: 0, refusal: undefined }
    parser.end()
    take()
  } catch (thrown) {
    checkRefusal(thrown, bytes)
    return { accesses: 0, checksum: 0, refusal: (thrown as TraceError).message }
  }
  return { accesses, checksum, refusal: undefined }
}

/** A place in the file, what is wrong there, and the way out. */
function checkRefusal(thrown: unknown, bytes: Uint8Array): void {
  if (!(thrown instanceof TraceError)) throw thrown
  const { fact, wayOut, line, byteOffset } = thrown
  assert(fact.length > 3 && wayOut.length > 3, `no sentence: ${thrown.message}`)
  assert(fact.length < 400, `a refusal of ${fact.length} characters`)
  assert(byteOffset >= 0 && byteOffset <= bytes.length, `byte ${byteOffset} of ${bytes.length}`)
  const lines = bytes.reduce((count, byte) => (byte === 10 ? count + 1 : count), 1)
  assert(line === undefined || (line >= 1 && line <= lines), `line ${line} of ${lines}`)
}

/** However a file is cut into blocks, a parser finds the same accesses in it, or refuses it with the same sentence. */
export const traceTarget = (format: TraceFormat): FuzzTarget => ({
  name: `trace ${format.id}`,
  property: fc.property(
    mutated(traceExamples),
    fc.integer({ min: 1, max: 97 }),
    fc.constantFrom('auto', 'yes', 'no'),
    (bytes, blockBytes, header) => {
      const whole = readTrace(format, bytes, Math.max(1, bytes.length), header)
      assert.deepStrictEqual(readTrace(format, bytes, blockBytes, header), whole)
    },
  ),
})

const traces = traceFormats.map(traceTarget)

const formOfDamon = { raw: createDamonRawReader, json: createDamonJsonReader } as const

/** What a recording comes to, as text, or its refusal. */
function readOverlay(
  kind: 'vmstat' | keyof typeof formOfDamon,
  bytes: Uint8Array,
  blockBytes: number,
): string {
  try {
    const blocks = Array.from({ length: Math.ceil(bytes.length / blockBytes) }, (_, i) =>
      bytes.slice(i * blockBytes, (i + 1) * blockBytes),
    )
    if (kind === 'vmstat') {
      const log = createVmstatLog(1)
      for (const block of blocks) log.push(block)
      const table = log.end()
      return JSON.stringify([table.columns, ...table.columns.map(({ name }) => [...table.valuesOf(name)!])])
    }
    const recording = new DamonRecording()
    const parser = formOfDamon[kind](recording, recording)
    const batch = createParsedBatch(1024)
    for (const block of blocks) {
      parser.push(block)
      parser.read(batch)
    }
    parser.end()
    parser.read(batch)
    recording.finish()
    const ranges = recording.ranges()
    const [{ fromAddress, toAddress }] = ranges
    const { values, max } = recording.matrix(8, 8, fromAddress, toAddress)
    assert(!(max === Infinity) && recording.spanSec >= 0, `a maximum of ${max} over ${recording.spanSec} s`)
    return JSON.stringify([ranges, [...values]])
  } catch (thrown) {
    checkRefusal(thrown, bytes)
    return (thrown as TraceError).message
  }
}

const overlays = (['vmstat', 'raw', 'json'] as const).map((kind): FuzzTarget => ({
  name: `overlay ${kind}`,
  property: fc.property(mutated(overlayExamples), fc.integer({ min: 1, max: 97 }), (bytes, blockBytes) => {
    const whole = readOverlay(kind, bytes, Math.max(1, bytes.length))
    assert.strictEqual(readOverlay(kind, bytes, blockBytes), whole)
  }),
}))

const sniffing: FuzzTarget = {
  name: 'trace sniffing',
  property: fc.property(mutated(traceExamples), fc.string(), (bytes, name) => {
    const format = sniffFormat(bytes, name)
    assert(format !== undefined || unknownFormat(name) instanceof TraceError)
  }),
}

/** Whatever is said of a document is said as problems; what has no error can be planned, written and read again. */
function checkDocument(value: unknown): void {
  const problems = checkSetup(value, parts)
  for (const { fact, wayOut, path } of problems)
    assert(fact.length > 3 && wayOut.length > 3 && typeof path === 'string')
  if (problems.some(isError)) return
  const setup = value as ExperimentSetup
  const plan = resolvePlan(setup, parts)
  assert(Array.isArray(checkPlan({ ...plan })))
  assert(Array.isArray(resolvePoints(setup, parts)))
  const again = readSetup(writeSetup(setup, parts), parts)
  assert.deepStrictEqual(resolvePlan(again.setup!, parts), plan)
}

function unpolluted(): void {
  assert.deepStrictEqual(Object.keys(Object.prototype), [])
  assert.strictEqual(({} as Record<string, unknown>)['polluted'], undefined)
}

const yaml: FuzzTarget = {
  name: 'YAML setup',
  property: fc.property(mutated(setupExamples.map(bytesOf)), (bytes) => {
    const text = new TextDecoder().decode(bytes)
    const { setup, problems } = readSetup(text, parts)
    const lines = text.split('\n').length
    for (const { line } of problems)
      assert(line === undefined || (line >= 1 && line <= lines), `line ${line} of ${lines}`)
    if (setup !== undefined) checkDocument(setup)
    unpolluted()
  }),
}

const hostileKey = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'kind',
  'sweep',
  'values',
  'path',
  'run',
)
const json = fc.json({ maxDepth: 4 }).map((text) => JSON.parse(text) as unknown)
const start = readSetup(setupExamples[0], parts).setup!

const documents: FuzzTarget = {
  name: 'setup document',
  property: fc.property(
    fc.constantFrom(...Object.keys(start), '__proto__'),
    hostileKey,
    json,
    (key, inner, value) => {
      const text = JSON.stringify({ ...start, sweep: [] }).replace(/}$/, '')
      const added = `,"${key}":{"${inner}":${JSON.stringify(value)},"polluted":1}}`
      checkDocument(JSON.parse(text + added))
      checkDocument(value)
      checkDocument({ ...start, [key === '__proto__' ? 'x' : key]: value })
      unpolluted()
    },
  ),
}

const paths: FuzzTarget = {
  name: '--set paths',
  property: fc.property(
    fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom('run', 'machine', 'workload', 'policy', 'sweep', 'machine.nodes'), fc.oneof(hostileKey, fc.string())).map((words) => words.join('.')),
    ),
    fc.oneof(fc.string(), json.map((value) => JSON.stringify(value))),
    (path, value) => {
      const changed = setPath(start, path, value, parts)
      if (changed.ok) checkDocument(changed.value)
      else assert(changed.error.fact.length > 3 && changed.error.wayOut.length > 3)
      unpolluted()
    },
  ),
} // prettier-ignore

const frames: FuzzTarget = {
  name: 'RPC frame',
  property: fc.property(mutated(frameExamples), (bytes) => {
    let value: unknown
    try {
      value = decodeFrame(bytes, requestLimits)
    } catch (thrown) {
      assert(thrown instanceof LabError && thrown.code === 'bad-request', String(thrown))
      return
    }
    // What was let in can be sent on.
    assert.deepStrictEqual(decodeFrame(encodeFrame(value), requestLimits), value)
    unpolluted()
  }),
}

export const fuzzTargets: readonly FuzzTarget[] = [
  ...traces,
  ...overlays,
  sniffing,
  yaml,
  documents,
  paths,
  frames,
]
