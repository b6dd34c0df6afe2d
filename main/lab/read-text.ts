import { open } from 'node:fs/promises'
import { fileProblem } from './runs/trace-blocks.ts'

/** More than any setup that is still looked at; what is longer is refused by its length, so the rest is not read. */
const readLimit = 5 * 1024 * 1024

/** The text of a setup's file. Throws a `LabError` with the way out where it cannot be read. */
export async function readText(path: string): Promise<string> {
  try {
    const file = await open(path, 'r')
    try {
      const bytes = new Uint8Array(readLimit)
      let length = 0
      for (;;) {
        const { bytesRead } = await file.read(bytes, length, readLimit - length, null)
        length += bytesRead
        if (bytesRead === 0 || length === readLimit)
          return new TextDecoder().decode(bytes.subarray(0, length))
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileProblem(path, error)
  }
}
