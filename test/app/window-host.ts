import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { findChromium } from '../../scripts/ensure-chromium.mjs'

/** The built program, served to a real browser, with a state folder of its own that goes away with it. */
export interface WindowHost {
  readonly address: string
  /** For files of the journey. */
  readonly folder: string
  /** A fresh browser context: nothing remembered. Errors of the page are collected in `faults`. */
  openPage(scheme?: 'light' | 'dark'): Promise<Page>
  readonly faults: readonly string[]
  /** The address of everything that any page asked for. */
  readonly requests: readonly string[]
  /** Kills the program as a crash would, with no word to anybody. */
  crash(): Promise<void>
  /** Another start with the same state folder, at another address. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '../..')

export async function startWindowHost(): Promise<WindowHost> {
  const built = spawnSync(
    process.execPath,
    ['scripts/build.mjs', '--quiet', '--if-needed', 'cli', 'renderer'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stdout}${built.stderr}`)
  const folder = mkdtempSync(join(tmpdir(), 'tierlab-window-'))
  const home = join(folder, 'home')
  mkdirSync(home)
  let server: ChildProcess
  let address = ''
  const start = async () => {
    server = spawn(process.execPath, ['dist/cli/cli.mjs', 'serve', '--port', '0'], {
      cwd: root,
      env: { ...process.env, TIERLAB_STATE: join(folder, 'state'), HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    address = await new Promise<string>((resolve, reject) => {
      let text = ''
      server.stdout?.on('data', (chunk) => {
        const found = /http:\S+/.exec((text += chunk))
        if (found) resolve(found[0])
      })
      server.once('exit', (code) => reject(new Error(`the web host ended with ${code}: ${text}`)))
    })
  }
  await start()
  const executablePath = process.env.CHROME_PATH ?? findChromium()
  const browser: Browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  const faults: string[] = []
  const requests: string[] = []
  return {
    get address() {
      return address
    },
    folder,
    faults,
    requests,
    async openPage(colorScheme = 'light') {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      page.on('request', (request) => requests.push(request.url()))
      page.on('websocket', (socket) => requests.push(socket.url()))
      page.on('pageerror', (error) => faults.push(String(error)))
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
      await page.goto(address)
      await page.getByRole('heading', { name: 'Ready experiments' }).waitFor()
      return page
    },
    async crash() {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGKILL')
      await ended
    },
    restart: start,
    async stop() {
      await browser.close()
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.removeAllListeners('exit')
      server.once('exit', () => undefined)
      server.kill('SIGTERM')
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3000))])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
