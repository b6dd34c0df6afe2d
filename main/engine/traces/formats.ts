import { expectDefined } from '../../../shared/base/assert.ts'
import { quote } from '../../../shared/base/text.ts'
import type { ParamValues } from '../../../shared/documents/part.ts'
import { csv } from './csv.ts'
import { lackey } from './lackey.ts'
import { TraceError, type TraceFormat, type TraceOptions } from './trace-parser.ts'

/** Every format that is read, in the order in which a file is held against them. */
export const traceFormats: readonly TraceFormat[] = [lackey, csv]

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
  }
}

const lackeyRecord = /^(I {2}| [LSM] )[0-9a-f]{1,16},\d+\r?$/im
const lackeyBanner = /^==\d+== Lackey\b/m
const sniffedBytes = 65_536

/** The format that a file's first bytes look like; the name decides only where the bytes leave it open. */
export function sniffFormat(firstBytes: Uint8Array, fileName: string): TraceFormat['id'] | undefined {
  const head = firstBytes.subarray(0, sniffedBytes)
  if (head.includes(0)) return undefined
  const text = latinText(head)
  if (lackeyBanner.test(text) || lackeyRecord.test(text)) return 'lackey'
  if (/\.(csv|tsv)$/i.test(fileName)) return 'csv'
  const line = text.split(/\r?\n/).find((candidate) => candidate.trim() !== '' && !candidate.startsWith('#'))
  // Fields with a number among the first two lines' worth of them, or a bare number.
  if (
    line !== undefined &&
    /^[\x20-\x7e\t]+$/.test(line) &&
    /[,;\t ]|^(0x[0-9a-f]+|\d+)$/i.test(line) &&
    /\d/.test(text)
  ) {
    return 'csv'
  }
  return undefined
}

/** Why a file is of no format that is read, with what to do about it. */
export function unknownFormat(firstBytes: Uint8Array, fileName: string): TraceError {
  const [a, b, c, d] = firstBytes
  const packed = (tool: string, command: string) =>
    new TraceError(
      `${quote(fileName)} is compressed with ${tool}`,
      `unpack it first: ${command}`,
      undefined,
      0,
    )
  if (a === 0x1f && b === 0x8b) return packed('gzip', 'gunzip --keep FILE')
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return packed('zstd', 'unzstd FILE')
  if (a === 0xfd && b === 0x37 && c === 0x7a) return packed('xz', 'unxz --keep FILE')
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
