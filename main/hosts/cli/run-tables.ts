import { existsSync } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import type { Lab } from '../../../shared/contract/lab.ts'
import type { RunRef } from '../../../shared/contract/records.ts'
import { CommandError } from './terminal.ts'

/** A file that a run's columns or decisions go to. */
export interface RunTable {
  readonly what: 'series' | 'decisions'
  readonly path: string
  readonly handle: FileHandle
  /** It was not there before. */
  readonly isNew: boolean
}

/**
 * Opened before the run, so that a path that cannot be written costs nobody a run. What a file held before stays until
 * there is something to write.
 */
export async function openTables(paths: { series?: string; decisions?: string }): Promise<RunTable[]> {
  const tables: RunTable[] = []
  for (const what of ['series', 'decisions'] as const) {
    const path = paths[what]
    if (path === undefined) continue
    const isNew = !existsSync(path)
    const handle = await open(path, 'a').catch(async (error: unknown) => {
      await discardTables(tables)
      throw unwritable(what, path, error, 'choose another path')
    })
    tables.push({ what, path, handle, isNew })
  }
  return tables
}

/** No run came of it: files that were there are as they were, and no new ones. */
export async function discardTables(tables: readonly RunTable[]): Promise<void> {
  for (const { path, handle, isNew } of tables) {
    await handle.close()
    if (isNew) await rm(path)
  }
}

export async function writeTable(lab: Lab, ref: RunRef, { what, path, handle }: RunTable): Promise<void> {
  try {
    if ((await handle.stat()).isFile()) await handle.truncate()
    for await (const { text } of lab.exportCsv({ ...ref, what })) {
      await handle.write(text).catch((error: unknown) => {
        throw unwritable(what, path, error, 'make room, or choose another path')
      })
    }
  } finally {
    await handle.close()
  }
}

function unwritable(what: string, path: string, error: unknown, wayOut: string): CommandError {
  const { code, message } = error as NodeJS.ErrnoException
  return new CommandError(`tierlab: --${what}: "${path}" cannot be written (${code ?? message}); ${wayOut}`)
}
