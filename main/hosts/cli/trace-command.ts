import { resolve } from 'node:path'
import type { Lab } from '../../../shared/contract/lab.ts'
import type { ParamValues } from '../../../shared/documents/part.ts'
import type { TraceInfo } from '../../../shared/documents/trace-info.ts'
import { formatQuantity } from '../../../shared/units/format.ts'
import { CommandError, exitCodes, printJson, printLines, tableLines } from './terminal.ts'

export interface TraceOptions {
  readonly json: boolean
  readonly format: string
  /** First accesses that are shown. */
  readonly lines: number
}

/** `tierlab trace info FILE`: what a trace holds, or where it is none. */
export async function traceCommand(
  lab: Lab,
  verb: string,
  file: string,
  options: TraceOptions,
): Promise<number> {
  if (verb !== 'info')
    throw new CommandError(`tierlab: trace has no "${verb}"; write tierlab trace info FILE`)
  const { lines, format, json } = options
  if (!Number.isInteger(lines) || lines < 0 || lines > 10_000)
    throw new CommandError(`tierlab: --lines takes a whole number up to 10000`)
  const values: ParamValues = { format }
  const events = lab.traceInfo({ path: resolve(file), values, first: lines })
  const { stderr } = process
  let shown = false
  let info: TraceInfo | undefined
  try {
    for await (const event of events) {
      if (event.type === 'info') info = event.info
      else if (event.type === 'progress' && stderr.isTTY) {
        shown = true
        const share = formatQuantity(event.bytesRead / Math.max(1, event.fileBytes), 'share', 3)
        stderr.write(`\r${share} of ${formatQuantity(event.fileBytes, 'bytes', 3)}\x1b[K`)
      }
    }
  } finally {
    if (shown) stderr.write('\r\x1b[K')
  }
  if (info === undefined) throw new Error('bug: a trace was looked at, and nothing said')
  if (json) printJson({ file, ...info })
  else printLines(describeTrace(file, info))
  return exitCodes.done
}

export function describeTrace(file: string, info: TraceInfo): string[] {
  const kind = info.addressKind ?? 'virtual or physical, the format does not say'
  const packed = info.packing === undefined ? '' : `, packed with ${info.packing}`
  const count = (value: number) => value.toLocaleString('en-US').replaceAll(',', ' ')
  const share = (part: number) => formatQuantity(part / info.accessCount, 'share', 3)
  const rows = [
    ['format', `${info.formatTitle} (${info.format})${packed}`],
    ['records', count(info.records)],
    ['accesses', count(info.accessCount)],
    ['reads', `${count(info.reads)}  ${share(info.reads)}`],
    ['writes', `${count(info.writes)}  ${share(info.writes)}`],
    ['pages', footprint(info, count)],
    ['ids', `${info.lowestId} … ${info.highestId}  ${kind === 'object' ? 'objects' : `${kind}, page numbers`}`],
    ['complete', completeness(info)],
    ['size', formatQuantity(info.bytes, 'bytes', 4)],
    ...(info.timeSpan
      ? [['time', `${formatQuantity(info.timeSpan.lastSec - info.timeSpan.firstSec, 's', 4)} from ${info.timeSpan.firstSec} s on`]]
      : []),
  ] // prettier-ignore
  const first = info.first.map(({ id, write, weight }) => [
    `  ${write ? 'write' : 'read'}`,
    id,
    info.sampled ? `stands for ${formatQuantity(weight, 'accesses', 4)}` : '',
  ])
  const heading = first.length > 0 ? ['', `first ${first.length}:`] : []
  return [`${file}`, ...tableLines(rows), ...heading, ...tableLines(first)]
}

function footprint(info: TraceInfo, count: (value: number) => string): string {
  if (info.addressKind === 'object') return `${count(info.pageCount)}  (an object is one page)`
  const bytes = formatQuantity(info.pageCount * info.pageBytes, 'bytes', 4)
  return `${count(info.pageCount)} of ${formatQuantity(info.pageBytes, 'bytes')}  ${bytes}`
}

function completeness(info: TraceInfo): string {
  if (!info.sampled) return 'every access of what was traced'
  if (info.accessesPerSample === undefined || info.accessesPerSample === 1)
    return 'no: samples, which do not say what they stand for'
  return `no: samples, each for ${formatQuantity(info.accessesPerSample, 'accesses', 4)} on average`
}
