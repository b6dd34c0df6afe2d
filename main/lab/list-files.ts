import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { FileListing } from '../../shared/contract/lab.ts'
import { fileProblem } from './runs/trace-blocks.ts'

const longest = 5000
/** Dot files, and what SQLite keeps beside an open workspace. */
const hidden = /^\.|\.tierlab-(wal|shm|journal)$/

/** What lies in a folder, folders first, by name; what is nobody's document left out. An empty name stands for home. */
export async function listFiles(name: string): Promise<FileListing> {
  const folder = resolve(name === '' ? homedir() : name)
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileProblem(folder, error)
  })
  const shown = names.filter((entry) => !hidden.test(entry)).slice(0, longest)
  const entries = await Promise.all(shown.map((entry) => describe(join(folder, entry), entry)))
  const parent = dirname(folder)
  return {
    folder,
    ...(parent !== folder && { parent }),
    entries: entries
      .filter((entry) => entry !== undefined)
      .sort((a, b) =>
        a.kind === b.kind ? a.name.localeCompare(b.name, 'en') : a.kind === 'folder' ? -1 : 1,
      ),
  }
}

async function describe(path: string, name: string): Promise<FileListing['entries'][number] | undefined> {
  try {
    const found = await stat(path)
    if (!found.isDirectory() && !found.isFile()) return undefined
    const kind = found.isDirectory() ? 'folder' : 'file'
    return { name, path, kind, bytes: found.size, changedAtMs: found.mtimeMs }
  } catch {
    return undefined // gone meanwhile, or a link to nothing
  }
}
