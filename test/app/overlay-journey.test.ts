import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clickPlots, field, openExample, runToEnd, settled } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page
const pictures = process.env.TIERLAB_PICTURES
const take = async (name: string) => {
  if (pictures === undefined) return
  mkdirSync(pictures, { recursive: true })
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

/** A minute of counters: pages promoted at 1,000 a second, in the second half at 3,000. */
const log = Array.from({ length: 61 }, (_, i) => {
  const promoted = 1000 * i + 2000 * Math.max(0, i - 30)
  return `${1_732_693_000 + i}\nnr_free_pages ${5000 - i}\npgpromote_success ${promoted}\npswpin 3\n`
})
const record = Array.from(
  { length: 60 },
  (_, i) =>
    `monitoring_start: ${i} s\nmonitoring_end: ${i + 1} s\n` +
    `000010000000-000018000000 (128 MiB) ${i % 20} 0\n000018000000-000020000000 (128 MiB) ${20 - (i % 20)} 0\n\n`,
)

beforeAll(async () => {
  host = await startWindowHost()
  writeFileSync(join(host.folder, 'vm.log'), log.join(''))
  writeFileSync(join(host.folder, 'damon.txt'), `base_time_absolute: 1 m 0 s\n\n${record.join('')}`)
  page = await host.openPage()
})
afterAll(() => host?.stop())

async function lookAt(file: string): Promise<void> {
  await page.getByRole('button', { name: 'Overlay…' }).click()
  await page.getByLabel('File', { exact: true }).fill(join(host.folder, file))
}

test('[X20] a log of /proc/vmstat is laid over a run with an offset, with its own value at the cursor', async () => {
  await openExample(page, 'A threshold that only rises')
  await field(page, 'run.lengthSec').fill('2 min')
  await runToEnd(page)
  await lookAt('vm.log')
  await page.getByText('61 snapshots over').waitFor()
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1)
  await page.getByLabel('Begins at').fill('30')
  await take('overlay-dialog')
  await page.getByRole('button', { name: 'Lay over' }).click()
  const value = page.locator('[data-overlay="pgpromote_success"]')
  await value.waitFor()
  await clickPlots(page, 0.1)
  await expect.poll(() => value.innerText()).toBe('–')
  await clickPlots(page, 0.4)
  await expect.poll(() => value.innerText()).toMatch(/^1 k\s?\/s$/)
  await clickPlots(page, 0.7)
  await expect.poll(() => value.innerText()).toMatch(/^3 k\s?\/s$/)
  await take('overlay-track')
})

test('[X20] a record of DAMON is a layer of the heatmap over the addresses chosen', async () => {
  await lookAt('damon.txt')
  await page.getByText('100 % of accesses').waitFor()
  expect(await page.getByLabel('Addresses from').inputValue()).toBe('0x10000000')
  await page.getByLabel('over', { exact: true }).fill('0x20000000')
  await page.getByRole('button', { name: 'Lay over' }).click()
  const heatmap = page.getByRole('img', {
    name: /^DAMON: damon.txt by address and time: 0x10000000 to 0x30000000/,
  })
  await heatmap.waitFor()
  const drawn = await settled(page, () =>
    heatmap.evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas
      const context = canvas.getContext('2d')!
      const isDrawn = (x: number, y: number) =>
        context.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data[3] > 0
      return JSON.stringify([isDrawn(0.25, 0.9), isDrawn(0.25, 0.2), isDrawn(0.75, 0.9)])
    }),
  )
  expect(JSON.parse(drawn)).toEqual([true, false, false])
  await take('overlay-heatmap')
})

test('[X20] overlays come back with the workspace, tell when their file has gone, and can be removed', async () => {
  await page.waitForTimeout(800)
  await page.reload()
  await page.locator('[data-overlay="pgpromote_success"]').waitFor()
  await page.getByRole('img', { name: /^DAMON: damon.txt/ }).waitFor()
  writeFileSync(join(host.folder, 'vm.log'), 'gone')
  await page.waitForTimeout(300)
  await page.reload()
  await page.getByText(/^vm\.log, line 1: "gone" is no line|is no recording/).waitFor()
  await page.getByRole('button', { name: 'Remove vm.log' }).click()
  await page.getByRole('button', { name: 'Remove damon.txt' }).click()
  await page.getByRole('img', { name: /^DAMON/ }).waitFor({ state: 'detached' })
  expect(host.faults).toEqual([])
})
