import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Where the other files of the program lie: built, they are beside this one; as sources, in their own folders. */
export interface ProgramFiles {
  readonly runWorker: URL
  readonly storeWorker: URL
  /** The web host, a program of its own that the command line loads. */
  readonly web: URL
  /** The built window. */
  readonly window: string
  readonly examples: string
}

export function findProgramFiles(moduleUrl: string = import.meta.url): ProgramFiles {
  const here = dirname(fileURLToPath(moduleUrl))
  if (moduleUrl.endsWith('.ts')) {
    const root = join(here, '../..')
    const source = (path: string) => pathToFileURL(join(root, path))
    return {
      runWorker: source('main/lab/run-worker.ts'),
      storeWorker: source('main/workspace/store-worker.ts'),
      web: source('main/hosts/web/web.ts'),
      window: join(root, 'dist/renderer'),
      examples: join(root, 'examples'),
    }
  }
  const beside = (name: string) => pathToFileURL(join(unpacked(here), name))
  return {
    runWorker: beside('run-worker.mjs'),
    storeWorker: beside('store-worker.mjs'),
    web: beside('web.mjs'),
    window: join(here, '../renderer'),
    examples: join(unpacked(here), '../../examples'),
  }
}

/** Packed, the program is one archive; what is run or read by path lies beside the archive. */
function unpacked(folder: string): string {
  const outside = folder.replace(/\bapp\.asar\b/, 'app.asar.unpacked')
  return existsSync(outside) ? outside : folder
}
