import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

/**
 * A source beside this file as one self-contained module, as the lab's own programs are built: V8 folds constants into
 * hot code only where they are of the same module, which makes runs a sixth faster. Removed when the process ends.
 */
export async function bundle(source: string): Promise<URL> {
  const folder = mkdtempSync(join(tmpdir(), 'tierlab-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL(source, import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'bundle.mjs' } },
    },
  })
  return pathToFileURL(join(folder, 'bundle.mjs'))
}
