import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { tableOf } from '../../engine/traces/formats/csv-table.ts'
import { sniffFormat, traceFormatOf, traceOptionsOf, unknownFormat } from '../../engine/traces/formats.ts'
import type { TraceOptions } from '../../engine/traces/trace-parser.ts'
import { createTraceScan, type TraceScanFacts } from '../../engine/traces/trace-scan.ts'
import type { TraceHeadInfo, TraceInfo, TraceInfoEvent } from '../../../shared/documents/traces/trace-info.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import { quote } from '../../../shared/base/text.ts'
import { overlayJob, recordingKind } from './overlay-job.ts'
import { toFailure } from './run-failure.ts'
import type { RunFailure, RunReport, ScanJob } from './run-messages.ts'
import { openTraceBlocks, type TraceBlocks } from './trace-blocks.ts'

const progressMs = 100

/** Reads a trace from end to end, or its beginning: what it holds, or why it is none. */
export async function scanJob(
  job: ScanJob,
  report: (report: RunReport) => void,
): Promise<Extract<RunReport, { type: 'scanned' | 'overlaid' }> | RunFailure> {
  let blocks: TraceBlocks | undefined
  try {
    blocks = await openTraceBlocks(job.tracePath)
    let block = await blocks.next()
    const first = block ?? new Uint8Array()
    const name = basename(job.tracePath)
    const asked = job.values.format ?? 'auto'
    if (asked === 'vmstat' || (asked === 'auto' && recordingKind(first, name) === 'vmstat'))
      return lookAtLog(job)
    const format = typeof asked === 'string' && asked !== 'auto' ? asked : sniffFormat(first, name)
    if (format === undefined) throw unknownFormat(name)

    const { inspect } = job
    const tell = (event: TraceInfoEvent) => inspect && report({ type: 'inspecting', event })
    const options = traceOptionsOf(job.values, job.pageBytes)
    const head = headOf(job.tracePath, format, first, options, blocks)
    tell({ type: 'head', head })
    const scan = createTraceScan(traceFormatOf(format), options, createFileHash(), inspect?.first)
    const limit = inspect && inspect.headBytes > 0 ? inspect.headBytes : Infinity
    let toldMs = performance.now()
    let read = 0
    for (; block !== null && read < limit; block = await blocks.next()) {
      scan.push(block)
      read += block.length
      if (performance.now() - toldMs < progressMs) continue
      toldMs = performance.now()
      tell({ type: 'progress', bytesRead: blocks.bytesRead, fileBytes: blocks.fileBytes })
    }
    const whole = block === null
    const found = whole ? scan.end() : scan.soFar()
    const { contentHash, accessCount, pageCount, bytes, accessesPerSample } = found
    const facts = { format, contentHash, accessCount, pageCount, bytes }
    const sampling = accessesPerSample === undefined ? {} : { accessesPerSample }
    const info = infoOf(head, found, whole, job.pageBytes)
    return { type: 'scanned', facts: { ...facts, ...sampling }, ...(inspect && { info }) }
  } catch (thrown) {
    return toFailure(thrown, job.tracePath)
  } finally {
    await blocks?.close()
  }
}

/** A log of counters is looked at like a trace, but nothing can be replayed from it. */
function lookAtLog({ tracePath: path, inspect }: ScanJob): ReturnType<typeof overlayJob> {
  if (!inspect) {
    const wayOut = 'lay it over the timeline of a run with "Overlay…" instead'
    throw new LabError(
      'bad-trace',
      `${quote(basename(path))} is a log of /proc/vmstat and has no accesses`,
      wayOut,
    )
  }
  return overlayJob({ kind: 'overlay', path, expected: 'vmstat', columns: [], points: 1, intervalSec: 1 })
}

function headOf(
  path: string,
  format: string,
  first: Uint8Array,
  options: TraceOptions,
  { packing, fileBytes }: TraceBlocks,
): TraceHeadInfo {
  return {
    path,
    format,
    formatTitle: traceFormatOf(format).title,
    fileBytes,
    ...(packing && { packing }),
    ...(format === 'csv' && { table: tableOf(first.subarray(0, 65_536), options) }),
  }
}

function infoOf(head: TraceHeadInfo, found: TraceScanFacts, whole: boolean, pageBytes: number): TraceInfo {
  const { contentHash: _, addressKind, timeSpan, ...counts } = found
  return {
    ...head,
    ...counts,
    whole,
    pageBytes,
    ...(addressKind && { addressKind }),
    ...(timeSpan && { timeSpan }),
  }
}

/** SHA-256 by Node, which does it in machine code. */
function createFileHash() {
  const hash = createHash('sha256')
  return { push: (bytes: Uint8Array) => void hash.update(bytes), digest: () => hash.digest('hex') }
}
