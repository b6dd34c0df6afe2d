// Checks the types of every layer under that layer's own settings: native tsc, and svelte-check for components.
import { spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './build-id.mjs'
import { useNewEnoughNode } from './pinned-node.mjs'

useNewEnoughNode()

const LAYERS = ['.', 'shared', 'main/engine', 'main/history', 'main', 'renderer', 'test']
const TSC = 'node_modules/@typescript/native/bin/tsc'
const SVELTE_CHECK = 'node_modules/svelte-check/bin/svelte-check'

const hasComponents = hasFiles('renderer', '.svelte')
const checks = LAYERS.filter((layer) => isChecked(layer)).map((layer) => [
  layer,
  [TSC, '-p', join(layer, 'tsconfig.json'), '--pretty', String(Boolean(process.stdout.isTTY))],
])
if (hasComponents) {
  // What it keeps of components that were moved or removed would be checked as if they were still there.
  rmSync(join(root, 'renderer/.svelte-check'), { recursive: true, force: true })
  // The workspace must be the renderer itself, or what a component imports by a relative path is not found.
  const project = ['--workspace', 'renderer', '--tsconfig', 'tsconfig.json']
  const options = ['--tsgo', ...project, '--fail-on-warnings', '--output', 'human']
  checks.push(['renderer', [SVELTE_CHECK, ...options]])
}

let failed = 0
for (const [layer, args] of checks) {
  const { code, output } = await run(args)
  if (code === 0) continue
  failed++
  console.error(`Types of ${layer === '.' ? 'the tooling' : layer}:\n${output.trimEnd()}\n`)
}
if (failed === 0)
  console.log(`Types are right in ${checks.length} ${checks.length === 1 ? 'layer' : 'layers'}.`)
process.exit(failed === 0 ? 0 : 1)

/** Where there are components, svelte-check does the renderer, modules included. */
function isChecked(layer) {
  return layer === '.' || (hasFiles(layer, '.ts') && !(layer === 'renderer' && hasComponents))
}

function hasFiles(layer, extension) {
  try {
    return readdirSync(join(root, layer), { recursive: true }).some((name) => name.endsWith(extension))
  } catch {
    return false
  }
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => resolve({ code, output }))
  })
}
