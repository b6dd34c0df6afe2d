import { expectDefined } from '../../../shared/base/assert.ts'
import { quote } from '../../../shared/base/text.ts'
import type { ParamValues } from '../../../shared/documents/part.ts'
import { champsim } from './formats/champsim.ts'
import { csv } from './formats/csv.ts'
import { damonJson } from './formats/damon-json.ts'
import { damonRaw } from './formats/damon-raw.ts'
import { dynamorioView } from './formats/dynamorio-view.ts'
import { lackey } from './formats/lackey.ts'
import { memtis } from './formats/memtis.ts'
import { oracleGeneral } from './formats/oracle-general.ts'
import { perfScript } from './formats/perf-script.ts'
import { pinatrace } from './formats/pinatrace.ts'
import { TraceError, type TraceFormat, type TraceFormatId, type TraceOptions } from './trace-parser.ts'

/** Every format that is read, in the order in which a file is held against them. */
export const traceFormats: readonly TraceFormat[] = [
  lackey, pinatrace, dynamorioView, perfScript, damonRaw, memtis, damonJson, oracleGeneral, champsim, csv,
] // prettier-ignore

export function traceFormatOf(id: string): TraceFormat {
  return expectDefined(
    traceFormats.find((format) => format.id === id),
    `the trace format "${id}" is known`,
  )
}

/** Options of a parser out of the fields of the trace workload; fields left out are as if not given. */
export function traceOptionsOf(values: ParamValues, pageBytes: number): TraceOptions {
  const word = (name: string, otherwise = '') => {
    const value = values[name]
    return typeof value === 'string' ? value : otherwise
  }
  return {
    pageBytes,
    delimiter: word('delimiter', 'auto'),
    header: word('header', 'auto') as TraceOptions['header'],
    idColumn: word('idColumn'),
    addressColumn: word('addressColumn'),
    opColumn: word('opColumn'),
    sizeColumn: word('sizeColumn'),
    instructions: values.instructions === true,
    sampleShare: typeof values.sampleShare === 'number' ? values.sampleShare : 1,
  }
}

const sniffedBytes = 65_536

/** The format that a file's first bytes look like; the name decides only where the bytes leave it open. */
export function sniffFormat(firstBytes: Uint8Array, fileName: string): TraceFormatId | undefined {
  const bytes = firstBytes.subarray(0, sniffedBytes)
  const text = bytes.includes(0) ? '' : latinText(bytes)
  return traceFormats.find((format) => format.recognises({ bytes, text, fileName }))?.id
}

/** Why a file is of no format that is read, with what to do about it. */
export function unknownFormat(fileName: string): TraceError {
  const titles = traceFormats.map((format) => format.title).join(' or ')
  return new TraceError(
    `${quote(fileName)} looks like no trace format that is read`,
    `give a trace of ${titles}, or choose the format`,
    undefined,
    0,
  )
}

function latinText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return text
}
