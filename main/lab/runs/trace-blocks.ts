import { open, stat, type FileHandle } from 'node:fs/promises'
import { LabError } from '../../../shared/contract/errors.ts'
import { quote } from '../../../shared/base/text.ts'
import { packingOf, unpackFile, type Packing } from './unpack.ts'

const blockBytes = 1024 * 1024

/** A trace's bytes in order, unpacked, in blocks; null at its end. A block is the caller's until the next is asked for. */
export interface TraceBlocks {
  next(): Promise<Uint8Array | null>
  close(): Promise<void>
  /** Of the file, packed as it is: for progress. */
  readonly bytesRead: number
  readonly fileBytes: number
  readonly packing: Packing | undefined
}

/** Opens a trace, packed or not. */
export async function openTraceBlocks(path: string): Promise<TraceBlocks> {
  await refuseEndless(path)
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileProblem(path, error)
  })
  try {
    const { size: fileBytes } = await file.stat()
    const magic = new Uint8Array(4)
    const { bytesRead } = await file.read(magic, 0, 4, 0)
    const packing = packingOf(magic.subarray(0, bytesRead))
    if (packing === undefined) return readPlainly(path, file, fileBytes)
    await file.close()
    const unpacked = unpackFile(path, packing)
    return {
      next: () => unpacked.next(),
      close: () => unpacked.close(),
      get bytesRead() {
        return unpacked.bytesRead
      },
      fileBytes,
      packing,
    }
  } catch (error) {
    await file.close()
    throw fileProblem(path, error)
  }
}

/** A pipe or a device would be waited for, or never end; and a trace is read twice. */
async function refuseEndless(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileProblem(path, error)
  })
  if (found.isFile() || found.isDirectory()) return
  throw new LabError(
    'file-refused',
    `${quote(path)} is no plain file`,
    'save what it gives into a file first',
  )
}

/**
 * Reads one block ahead, so that parsing and the disk take turns no more than they must. What is added to the file
 * after it was opened is not read: a trace that is still being written would have no end.
 */
function readPlainly(path: string, file: FileHandle, fileBytes: number): TraceBlocks {
  const spare = [new Uint8Array(blockBytes), new Uint8Array(blockBytes)] as const
  let turn = 0
  let position = 0
  const read = async () => {
    const block = spare[turn++ % 2]
    const { bytesRead } = await file.read(block, 0, Math.min(blockBytes, fileBytes - position), position)
    position += bytesRead
    return bytesRead === 0 ? null : block.subarray(0, bytesRead)
  }
  let ahead = read()
  ahead.catch(() => {}) // whoever asks next hears of it
  return {
    async next() {
      const block = await ahead.catch((error: unknown) => {
        throw fileProblem(path, error)
      })
      if (block !== null) {
        ahead = read()
        ahead.catch(() => {})
      }
      return block
    },
    close: () => file.close(),
    get bytesRead() {
      return position
    },
    fileBytes,
    packing: undefined,
  }
}

/** Why a file could not be read, as a sentence with the way out. */
export function fileProblem(path: string, error: unknown): LabError {
  const code = (error as { code?: string } | null)?.code
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new LabError('file-missing', `there is no file ${quote(path)}`, 'check the path')
  if (code === 'EISDIR')
    return new LabError('file-refused', `${quote(path)} is a folder`, 'name a file in it')
  if (code === 'EACCES' || code === 'EPERM')
    return new LabError('file-refused', `${quote(path)} may not be read`, 'check its permissions')
  const text = error instanceof Error ? error.message : String(error)
  return new LabError(
    'file-refused',
    `${quote(path)} could not be read (${text})`,
    'check the disk and the path',
  )
}
