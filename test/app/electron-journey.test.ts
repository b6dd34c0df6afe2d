import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { electronBinary } from '../../scripts/electron-binary.mjs'
import { root } from '../../scripts/build-id.mjs'
import { clickPlots, field, goTo, openExample, runToEnd } from './steps.ts'
import { startWindowHost } from './window-host.ts'

interface Host {
  readonly name: string
  start(): Promise<{ readonly page: Page; stop(): Promise<void> }>
}

const chromium: Host = {
  name: 'Chromium',
  async start() {
    const host = await startWindowHost()
    return { page: await host.openPage(), stop: () => host.stop() }
  },
}

/** The built shell under the real binary, where one is found. */
function electronHost(executablePath: string): Host {
  return {
    name: 'Electron',
    async start() {
      const state = mkdtempSync(join(tmpdir(), 'tierlab-electron-'))
      const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
      const env = { ...process.env, TIERLAB_STATE: state } as Record<string, string>
      const program = await _electron.launch({ executablePath, args: [...sandbox, root], env })
      const page = await program.firstWindow()
      return {
        page,
        async stop() {
          await program.evaluate(({ app }) => app.exit(0)).catch(() => undefined)
          await program.close().catch(() => undefined)
          rmSync(state, { recursive: true, force: true })
        },
      }
    },
  }
}

const binary = electronBinary()
const hosts: readonly Host[] = binary === undefined ? [chromium] : [chromium, electronHost(binary)]

test.each(hosts)('[C19] in $name a person gets from Home to a run and back, and the page reaches nothing of Node', async ({ name, start }) => {
  const { page, stop } = await start()
  try {
    await page.getByRole('heading', { name: 'Ready experiments' }).waitFor()
    await openExample(page, 'A threshold that only rises')
    await field(page, 'run.lengthSec').fill('30 s')
    await field(page, 'run.scale').selectOption('512')
    await runToEnd(page)
    await clickPlots(page, 0.5)
    expect(await page.getByLabel('Values at the cursor').locator('div').count()).toBeGreaterThan(3)
    await goTo(page, 'Home')
    const reached = await page.evaluate(() => ['require', 'process', 'module'].filter((word) => word in globalThis))
    expect(reached).toEqual([])
    if (name === 'Electron')
      expect(await page.evaluate(() => window.open('https://tierlab.invalid/'))).toBeNull()
    expect(new URL(page.url()).protocol).toBe(name === 'Electron' ? 'app:' : 'http:')
    await page.getByRole('heading', { name: 'Ready experiments' }).waitFor()
  } finally {
    await stop()
  }
}) // prettier-ignore
