// npm test: types, lint, format, build, then every test. Stops at the first red step and says which.
// The last line is always `N passed, N failed`. Arguments go on to vitest (a file, -t "title"…).
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './build-id.mjs'
import { closingLines } from './closing-line-reporter.mjs'
import { ensureChromium } from './ensure-chromium.mjs'
import { useNewEnoughNode } from './pinned-node.mjs'

useNewEnoughNode()

const bin = (path) => join(root, 'node_modules', path)

const STEPS = [
  ['types', ['scripts/check.mjs']],
  ['lint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  [
    'format (npm run format puts it right)',
    [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ],
  ['build', ['scripts/build.mjs', '--if-needed']],
]

for (const [name, args] of STEPS) {
  const started = Date.now()
  if (node(args) !== 0) stop(`Stopped: ${name} failed, see above.`)
  console.log(`${name.split(' ')[0]}: ok, ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

const env = { ...process.env }
if (hasJourneys()) {
  const chromium = ensureChromium()
  if (!chromium) stop('Stopped: the journeys need a Chromium.')
  env.CHROME_PATH = chromium
}

const scratch = mkdtempSync(join(tmpdir(), 'tierlab-test-'))
env.TIERLAB_TEST_COUNTS = join(scratch, 'counts.json')
const code = node([bin('vitest/vitest.mjs'), 'run', ...process.argv.slice(2)], env)
const counts = readCounts(env.TIERLAB_TEST_COUNTS)
rmSync(scratch, { recursive: true, force: true })
// A red exit with nothing red in the counts (a crash, a worker that would not end) is a failure all the same.
if (code !== 0 && counts.failed === 0) counts.failed = 1
console.log(closingLines(counts))
process.exitCode = counts.failed === 0 ? 0 : 1

function node(args, environment = process.env) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: environment }).status
}

function stop(reason) {
  console.log(`${reason}\n${closingLines({ passed: 0, failed: 1, skipped: [] })}`)
  process.exit(1)
}

function hasJourneys() {
  try {
    return readdirSync(join(root, 'test/app'), { recursive: true }).some((name) => name.endsWith('.test.ts'))
  } catch {
    return false
  }
}

function readCounts(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { passed: 0, failed: 0, skipped: [] }
  }
}
