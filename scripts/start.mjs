// npm start: the window. Electron's where its binary is present or can be fetched within ten seconds, otherwise
// the same window in the browser. `--browser` asks for the browser; other arguments go on to the program.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, upToDate } from './build.mjs'
import { root } from './build-id.mjs'
import { electronBinary, electronPackage } from './electron-binary.mjs'
import { useNewEnoughNode } from './pinned-node.mjs'

useNewEnoughNode()

const FETCH_LIMIT_MS = 10_000
/** A window that ends this soon, and badly, never opened. */
const EARLY_END_MS = 5_000

const args = process.argv.slice(2)
const passedOn = args.filter((arg) => arg !== '--browser')
const hasWindow = existsSync(join(root, 'main/hosts/electron/main.ts')) || existsSync(electronEntry())

const folders = ['renderer', 'cli', 'electron']
if (!upToDate(folders)) console.log('Building Tierlab …')
if (!(await build({ folders, ifNeeded: true, output: null }))) {
  console.error('Tierlab could not be built, see above.')
  process.exit(1)
}

if (args.includes('--browser')) process.exit(await openBrowser())

const reason = await openWindow()
console.log(`${reason} Opening the same window in the browser.`)
process.exit(await openBrowser())

/** Ends the script when the window did open; otherwise resolves to the reason why not. */
async function openWindow() {
  if (!hasWindow) return 'There is no Electron window yet.'
  if (!hasDisplay()) return 'There is no display here.'
  if (!electronBinary()) await fetchElectron()
  const binary = electronBinary()
  if (!binary) return "Electron's binary is not installed and could not be fetched."
  const sandbox = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : []
  const started = Date.now()
  const code = await run(binary, [...sandbox, root, ...passedOn], { stdio: ['inherit', 'inherit', 'ignore'] })
  if (code !== 0 && Date.now() - started < EARLY_END_MS) return 'Electron does not run here.'
  process.exit(code)
}

async function openBrowser() {
  const cli = join(root, 'dist/cli/cli.mjs')
  if (!existsSync(cli)) {
    console.error('There is no browser window yet either (main/hosts/cli/cli.ts).')
    return 1
  }
  return run(process.execPath, [cli, 'serve', '--open', ...passedOn], { stdio: 'inherit' })
}

function electronEntry() {
  return join(root, 'dist/electron/main.cjs')
}

async function fetchElectron() {
  const home = electronPackage()
  if (!home) return
  await run(process.execPath, [join(home, 'install.js')], {
    stdio: 'ignore',
    timeout: FETCH_LIMIT_MS,
    killSignal: 'SIGKILL',
  })
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Runs a program to its end. Resolves to its exit code, 1 when it would not start. */
function run(command, programArgs, options) {
  return new Promise((resolve) => {
    const child = spawn(command, programArgs, options)
    // Ctrl-C reaches the program by itself; this script only has to outlive it.
    const wait = () => {}
    const stop = () => child.kill('SIGTERM')
    process.on('SIGINT', wait).on('SIGTERM', stop)
    const end = (code) => {
      process.off('SIGINT', wait).off('SIGTERM', stop)
      resolve(code)
    }
    child.on('error', () => end(1))
    child.on('close', (code, signal) => end(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)))
  })
}
