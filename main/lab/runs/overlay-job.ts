import { basename } from 'node:path'
import { createDamonJsonReader } from '../../engine/traces/formats/damon-json.ts'
import { createDamonRawReader } from '../../engine/traces/formats/damon-raw.ts'
import { sniffFormat } from '../../engine/traces/formats.ts'
import { DamonRecording } from '../../engine/traces/overlays/damon-recording.ts'
import {
  createVmstatLog,
  recognisesVmstatLog,
  type VmstatTable,
} from '../../engine/traces/overlays/vmstat-log.ts'
import { createParsedBatch } from '../../engine/traces/trace-parser.ts'
import { foldColumn, foldTimes, framesPerSample } from '../../history/fold-series.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import { quote } from '../../../shared/base/text.ts'
import type { OverlayData, OverlayInfo } from '../../../shared/documents/traces/overlay.ts'
import type { ColumnData, SeriesTable } from '../../../shared/documents/series.ts'
import { toFailure } from './run-failure.ts'
import type { OverlayJob, RunFailure, RunReport } from './run-messages.ts'
import { openTraceBlocks, type TraceBlocks } from './trace-blocks.ts'

const headBytes = 65_536

/** Reads a recording from end to end, and brings what was asked for of it. */
export async function overlayJob(
  job: OverlayJob,
): Promise<Extract<RunReport, { type: 'overlaid' }> | RunFailure> {
  let blocks: TraceBlocks | undefined
  try {
    blocks = await openTraceBlocks(job.path)
    const first = (await blocks.next()) ?? new Uint8Array()
    const found = recordingKind(first, basename(job.path))
    const wanted = job.expected
    const kind = wanted === 'auto' || (wanted === 'damon' && found !== 'vmstat' && found) ? found : wanted
    if (kind === undefined || kind === 'damon') throw unknownRecording(job.path)
    const data = await (kind === 'vmstat' ? readVmstat : readDamon)(job, blocks, first, kind)
    return { type: 'overlaid', data }
  } catch (thrown) {
    return toFailure(thrown, job.path)
  } finally {
    await blocks?.close()
  }
}

type RecordingKind = 'vmstat' | 'damonRaw' | 'damonJson'

/** What the first bytes of a file look like, if they are of a recording that can be laid over a run. */
export function recordingKind(first: Uint8Array, fileName: string): RecordingKind | undefined {
  const bytes = first.subarray(0, headBytes)
  const text = bytes.includes(0) ? '' : new TextDecoder('latin1').decode(bytes)
  if (recognisesVmstatLog({ bytes, text, fileName })) return 'vmstat'
  const format = sniffFormat(first, fileName)
  return format === 'damonRaw' || format === 'damonJson' ? format : undefined
}

function unknownRecording(path: string): LabError {
  const wayOut = 'give a log of snapshots of /proc/vmstat, or a record of DAMON (docs/traces.md)'
  return new LabError(
    'file-refused',
    `${quote(basename(path))} is no recording that can be laid over a run`,
    wayOut,
  )
}

async function readVmstat(job: OverlayJob, blocks: TraceBlocks, first: Uint8Array): Promise<OverlayData> {
  const log = createVmstatLog(job.intervalSec)
  for (let block: Uint8Array | null = first; block !== null; block = await blocks.next()) log.push(block)
  const table = log.end()
  const info = {
    ...fileFacts('vmstat', 'log of /proc/vmstat', blocks),
    snapshots: table.snapshots,
    spanSec: table.timeSec[table.timeSec.length - 1],
    ...(table.firstSec !== undefined && { firstSec: table.firstSec }),
    columns: table.columns,
    ranges: [],
  }
  return { info, ...(job.columns.length > 0 && { series: seriesOf(table, job) }) }
}

/** As the timeline draws columns: means by time, and minima and maxima of what each sample stands for. */
function seriesOf(table: VmstatTable, { columns, points }: OverlayJob): SeriesTable {
  const everyNs = table.timeSec.map((sec) => sec * 1e9)
  const perSample = framesPerSample(everyNs.length, points)
  const timeNs = foldTimes(everyNs, perSample)
  const folded = columns.flatMap((name): [string, ColumnData][] => {
    const values = table.valuesOf(name)
    if (!values) return []
    const recorded = { value: values, min: values, max: values }
    return [[name, foldColumn({ fold: 'mean' }, recorded, everyNs, 0, perSample)]]
  })
  return { frames: timeNs.length, timeNs, columns: Object.fromEntries(folded) }
}

async function readDamon(
  job: OverlayJob,
  blocks: TraceBlocks,
  first: Uint8Array,
  kind: RecordingKind,
): Promise<OverlayData> {
  const recording = new DamonRecording()
  const parser = (kind === 'damonJson' ? createDamonJsonReader : createDamonRawReader)(recording, recording)
  const batch = createParsedBatch(1024)
  for (let block: Uint8Array | null = first; block !== null; block = await blocks.next()) {
    parser.push(block)
    parser.read(batch)
  }
  parser.end()
  parser.read(batch)
  recording.finish()
  const ranges = recording.ranges()
  const info = {
    ...fileFacts('damon', 'record of DAMON', blocks),
    snapshots: recording.snapshots,
    spanSec: recording.spanSec,
    firstSec: recording.firstSec,
    columns: [],
    ranges,
  }
  if (job.matrix === undefined) return { info }
  const { columns, rows, fromAddress = ranges[0].fromAddress, toAddress = ranges[0].toAddress } = job.matrix
  if (!(toAddress > fromAddress)) {
    const fact = `the addresses end (${toAddress.toString(16)}) before they begin (${fromAddress.toString(16)})`
    throw new LabError('bad-request', fact, 'give a span above 0')
  }
  return { info, matrix: recording.matrix(columns, rows, fromAddress, toAddress) }
}

function fileFacts(kind: OverlayInfo['kind'], title: string, { packing, fileBytes }: TraceBlocks) {
  return { kind, title, fileBytes, ...(packing && { packing }) }
}
