import { open } from 'node:fs/promises'
import { LabError } from '../../../shared/contract/errors.ts'
import { quote } from '../../../shared/base/text.ts'

const blockBytes = 1024 * 1024

/** A file's bytes in order, in blocks; undefined at its end. A block is the caller's until the next is asked for. */
export interface TraceBlocks {
  next(): Promise<Uint8Array | null>
  close(): Promise<void>
}

/** Opens a trace. Reads one block ahead, so that parsing and the disk take turns no more than they must. */
export async function openTraceBlocks(path: string): Promise<TraceBlocks> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileProblem(path, error)
  })
  const spare = [new Uint8Array(blockBytes), new Uint8Array(blockBytes)] as const
  let turn = 0
  const read = async () => {
    const block = spare[turn++ % 2]
    const { bytesRead } = await file.read(block, 0, blockBytes)
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
