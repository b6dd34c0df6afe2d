import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline, Readable, type Transform } from 'node:stream'
import { constants, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import xz from 'xz-decompress'
import { quote } from '../../../shared/base/text.ts'
import { LabError } from '../../../shared/contract/errors.ts'

export type Packing = 'gzip' | 'zstd' | 'xz' | 'zlib'

const unpackedBytes = 1024 * 1024
/** How far a zstd frame may look back; larger ones would take more memory than a reader should. */
const zstdWindowLog = 27

/** How a file is packed, told by its first bytes; undefined: it is not. */
export function packingOf(bytes: Uint8Array): Packing | undefined {
  const [a, b, c, d] = bytes
  if (a === 0x1f && b === 0x8b) return 'gzip'
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd'
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58) return 'xz'
  if (a === 0x78 && (b === 0x01 || b === 0x9c || b === 0xda)) return 'zlib'
  return undefined
}

/** A packed file as it was before, in pieces, with how much of the file has been read for them. */
export interface Unpacked {
  next(): Promise<Uint8Array | null>
  readonly bytesRead: number
  close(): Promise<void>
}

/** Memory stays bounded however much comes out. A file that is cut short or damaged is an error when it is met. */
export function unpackFile(path: string, packing: Packing): Unpacked {
  const meter = { bytesRead: 0 }
  const pieces = packing === 'xz' ? unpackXz(path, meter) : unpackByNode(path, packing, meter)
  let unpacked = 0
  return {
    async next() {
      try {
        for (;;) {
          const { done, value } = await pieces.next()
          if (done === true) return null
          if (value.length === 0) continue
          unpacked += value.length
          return value
        }
      } catch (error) {
        throw damaged(path, packing, unpacked, error)
      }
    },
    get bytesRead() {
      return meter.bytesRead
    },
    async close() {
      await pieces.return?.(undefined)
    },
  }
}

interface Meter {
  bytesRead: number
}

/** Node's zstd ends with the first frame, though a file may have many: the next begins where it stopped reading. */
async function* unpackByNode(
  path: string,
  packing: Exclude<Packing, 'xz'>,
  meter: Meter,
): AsyncGenerator<Uint8Array, undefined> {
  const { size } = await stat(path)
  let start = 0
  do {
    const source = createReadStream(path, { start, highWaterMark: unpackedBytes })
    const unpacker = unpackerFor(packing)
    // The reader hears of a failure from the iterator.
    pipeline(source, unpacker, () => {})
    for await (const piece of unpacker) {
      meter.bytesRead = start + source.bytesRead
      yield piece as Uint8Array
    }
    start += unpacker.bytesWritten
  } while (packing === 'zstd' && start < size)
  meter.bytesRead = size
}

function unpackerFor(packing: Exclude<Packing, 'xz'>): Transform & { readonly bytesWritten: number } {
  const options = { chunkSize: unpackedBytes }
  if (packing === 'gzip') return createGunzip(options)
  if (packing === 'zlib') return createInflate(options)
  const params = { [constants.ZSTD_d_windowLogMax]: zstdWindowLog }
  return createZstdDecompress({ ...options, params })
}

function unpackXz(path: string, meter: Meter): AsyncIterator<Uint8Array> {
  const source = createReadStream(path, { highWaterMark: unpackedBytes })
  const packed = Readable.toWeb(source) as unknown as ReadableStream<Uint8Array>
  const reader = new xz.XzReadableStream(packed).getReader()
  return {
    async next() {
      const { done, value } = await reader.read()
      meter.bytesRead = source.bytesRead
      return done ? { done: true, value: undefined } : { done: false, value }
    },
    async return() {
      await reader.cancel().catch(() => {}) // it may have failed before
      source.destroy()
      return { done: true, value: undefined }
    },
  }
}

const commands: Readonly<Record<Packing, string>> = {
  gzip: 'gzip --test FILE', zstd: 'zstd --test FILE', xz: 'xz --test FILE', zlib: 'damo report on it',
} // prettier-ignore

function damaged(path: string, packing: Packing, unpacked: number, error: unknown): LabError {
  const code = (error as { code?: string } | null)?.code ?? ''
  const text = error instanceof Error ? error.message : String(error)
  if (['EIO', 'EACCES', 'EISDIR', 'ENOENT'].includes(code))
    return new LabError('file-refused', `${quote(path)} could not be read (${text})`, 'check the disk')
  if (/window|memory/i.test(text) && packing === 'zstd') {
    const fact = `${quote(path)} is packed with a zstd window of more than ${2 ** (zstdWindowLog - 20)} MiB`
    return new LabError('bad-trace', fact, 'unpack it first: unzstd --long=31 FILE')
  }
  const cut = code === 'Z_BUF_ERROR' || /error code 8$|end of file|incomplete|truncated/i.test(text)
  const what = cut ? 'ends before its archive does' : `is damaged (${text})`
  const fact = `${quote(path)} ${what}, after ${unpacked} unpacked bytes (${packing})`
  return new LabError('bad-trace', fact, `fetch it again, or check it with: ${commands[packing]}`)
}
