import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { sniffFormat, traceFormatOf, traceOptionsOf, unknownFormat } from '../../engine/traces/formats.ts'
import { createTraceScan } from '../../engine/traces/trace-scan.ts'
import { toFailure } from './run-failure.ts'
import type { RunFailure, RunReport, ScanJob } from './run-messages.ts'
import { openTraceBlocks, type TraceBlocks } from './trace-blocks.ts'

/** Reads a trace from end to end: what it holds, or why it is none. */
export async function scanJob(job: ScanJob): Promise<Extract<RunReport, { type: 'scanned' }> | RunFailure> {
  let blocks: TraceBlocks | undefined
  try {
    blocks = await openTraceBlocks(job.tracePath)
    let block = await blocks.next()
    const first = block ?? new Uint8Array()
    const name = basename(job.tracePath)
    const asked = job.values.format
    const format = typeof asked === 'string' && asked !== 'auto' ? asked : sniffFormat(first, name)
    if (format === undefined) throw unknownFormat(name)

    const options = traceOptionsOf(job.values, job.pageBytes)
    const scan = createTraceScan(traceFormatOf(format), options, createFileHash())
    for (; block !== null; block = await blocks.next()) scan.push(block)
    const { contentHash, accessCount, pageCount, bytes, accessesPerSample } = scan.end()
    const facts = { format, contentHash, accessCount, pageCount, bytes }
    const sampling = accessesPerSample === undefined ? {} : { accessesPerSample }
    return { type: 'scanned', facts: { ...facts, ...sampling } }
  } catch (thrown) {
    return toFailure(thrown, job.tracePath)
  } finally {
    await blocks?.close()
  }
}

/** SHA-256 by Node, which does it in machine code. */
function createFileHash() {
  const hash = createHash('sha256')
  return { push: (bytes: Uint8Array) => void hash.update(bytes), digest: () => hash.digest('hex') }
}
