import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file as the architecture tests see it: where it is, from the top of the project, and what it says. */
export interface SourceFile {
  path: string
  text: string
}

const ROOT = join(import.meta.dirname, '../..')
const SOURCE = /\.(ts|mts|js|mjs|svelte|css)$/

/** Every source file under these folders; a folder that is not there has none. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap(pathsUnder).map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}

function pathsUnder(folder: string): string[] {
  try {
    return readdirSync(join(ROOT, folder), { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.'))
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`
        if (entry.isDirectory()) return pathsUnder(path)
        return SOURCE.test(entry.name) ? [path] : []
      })
  } catch {
    return []
  }
}
