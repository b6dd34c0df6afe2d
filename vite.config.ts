import { svelte } from '@sveltejs/vite-plugin-svelte'
import { existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, join } from 'node:path'
import { defineConfig, type BuildEnvironmentOptions, type EnvironmentOptions, type ViteBuilder } from 'vite'
import { buildDefines, root } from './scripts/build-id.mjs'

/**
 * Everything that gets built: the window, the engine for a page without Node, and one self-contained file for
 * each program that runs on Node. An entry that does not exist is left out.
 */
type Part = { entry: string; out: string; kind: 'window' | 'browser-module' | 'node' }

const node = (entry: string, out: string): Part => ({ entry, out, kind: 'node' })

const PARTS: Record<string, Part> = {
  client: { entry: 'renderer/index.html', out: 'renderer/index.html', kind: 'window' },
  engine: { entry: 'main/engine/browser-entry.ts', out: 'engine/engine.js', kind: 'browser-module' },
  electron_main: node('main/hosts/electron/main.ts', 'electron/main.cjs'),
  electron_preload: node('main/hosts/electron/preload.ts', 'electron/preload.cjs'),
  electron_run: node('main/lab/run-worker.ts', 'electron/run-worker.mjs'),
  electron_store: node('main/workspace/store-worker.ts', 'electron/store-worker.mjs'),
  cli: node('main/hosts/cli/cli.ts', 'cli/cli.mjs'),
  cli_web: node('main/hosts/web/web.ts', 'cli/web.mjs'),
  cli_run: node('main/lab/run-worker.ts', 'cli/run-worker.mjs'),
  cli_store: node('main/workspace/store-worker.ts', 'cli/store-worker.mjs'),
}

/** What a Node program finds where it runs; the last two are optional accelerators that ws does without. */
const EXTERNAL = ['electron', ...builtinModules, /^node:/, 'bufferutil', 'utf-8-validate']

/** Where to build, and which folders of it (all, unless scripts/build.mjs asks for fewer). */
const target = process.env.TIERLAB_BUILD_INTO ?? join(root, 'dist')
const wanted = process.env.TIERLAB_BUILD_ONLY?.split(',')

const present = Object.entries(PARTS).filter(
  ([, part]) => existsSync(join(root, part.entry)) && (wanted?.includes(folderOf(part)) ?? true),
)

export default defineConfig({
  root: join(root, 'renderer'),
  base: './',
  publicDir: false,
  define: buildDefines(),
  plugins: [svelte({ configFile: false })],
  environments: Object.fromEntries(present.map(([name, part]) => [name, environment(part)])),
  builder: {
    sharedConfigBuild: true,
    async buildApp(builder) {
      for (const [name] of present) await builder.build(environmentOf(builder, name))
      // Vite would go on to build the window by itself when nothing was built.
      environmentOf(builder, 'client').isBuilt = true
    },
  },
})

function environment({ entry, out, kind }: Part): EnvironmentOptions {
  const outDir = join(target, out, '..')
  if (kind === 'window') return { build: { outDir, emptyOutDir: false, chunkSizeWarningLimit: 2000 } }
  const build: BuildEnvironmentOptions = {
    outDir,
    emptyOutDir: false,
    copyPublicDir: false,
    minify: false,
    sourcemap: true,
    target: 'es2023',
    modulePreload: false,
    ssr: kind === 'node',
    rolldownOptions: {
      input: join(root, entry),
      preserveEntrySignatures: 'strict',
      output: {
        format: out.endsWith('.cjs') ? 'cjs' : 'es',
        entryFileNames: basename(out),
        codeSplitting: false,
      },
      ...(kind === 'node' && { platform: 'node', external: EXTERNAL }),
    },
  }
  return kind === 'node'
    ? { consumer: 'server', resolve: { noExternal: true }, build }
    : { consumer: 'client', build }
}

function environmentOf(builder: ViteBuilder, name: string) {
  const found = builder.environments[name]
  if (!found) throw new Error(`No environment is called ${name}.`)
  return found
}

function folderOf(part: Part) {
  return part.out.split('/')[0] ?? ''
}
