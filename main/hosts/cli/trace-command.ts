import { resolve } from 'node:path'
import type { Lab } from '../../../shared/contract/lab.ts'
import type { ParamValues } from '../../../shared/documents/part.ts'
import type { OverlayInfo } from '../../../shared/documents/traces/overlay.ts'
import type { TraceInfo } from '../../../shared/documents/traces/trace-info.ts'
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
  let overlay: OverlayInfo | undefined
  try {
    for await (const event of events) {
      if (event.type === 'info') info = event.info
      else if (event.type === 'overlay') overlay = event.overlay
      else if (event.type === 'progress' && stderr.isTTY) {
        shown = true
        const share = formatQuantity(event.bytesRead / Math.max(1, event.fileBytes), 'share', 3)
        stderr.write(`\r${share} of ${formatQuantity(event.fileBytes, 'bytes', 3)}\x1b[K`)
      }
    }
  } finally {
    if (shown) stderr.write('\r\x1b[K')
  }
  if (overlay) {
    if (json) printJson({ file, ...overlay })
    else printLines(describeOverlay(file, overlay))
    return exitCodes.done
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

/** Of a log of counters: when, how many, and those that changed. */
export function describeOverlay(file: string, info: OverlayInfo): string[] {
  const { snapshots, spanSec, firstSec, columns, packing } = info
  const changing = columns.filter(({ changes }) => changes)
  const rows = [
    ['format', `${info.title}${packing === undefined ? '' : `, packed with ${packing}`}`],
    ['snapshots', `${snapshots}, ${formatQuantity(spanSec / (snapshots - 1), 's', 3)} apart on average`],
    ['time', firstSec === undefined ? 'the log tells no times; taken as 1 s apart' : `${formatQuantity(spanSec, 's', 4)} from ${firstSec} s on`],
    ['names', `${columns.length}, of which ${changing.length} changed`],
    ['use', 'lay it over the timeline of a run with "Overlay…"; it has no accesses to replay'],
  ] // prettier-ignore
  const means = changing.map(({ name, counter, mean }) => [
    `  ${name}`,
    counter ? formatQuantity(mean, 'perSec', 4) : formatQuantity(mean, 'count', 4),
    counter ? 'mean rate' : 'mean level',
  ])
  const heading = means.length > 0 ? ['', 'changed:'] : []
  return [file, ...tableLines(rows), ...heading, ...tableLines(means)]
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
