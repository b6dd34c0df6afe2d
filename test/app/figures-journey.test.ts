import { readFileSync } from 'node:fs'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRecipe } from '../../shared/figures/recipe/read-recipe.ts'
import { field, openExample, runToEnd } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage()
  await openExample(page, 'A threshold that only rises')
  await field(page, 'run.lengthSec').fill('30 s')
  await field(page, 'run.scale').selectOption('512')
  await runToEnd(page)
})
afterAll(() => host?.stop())

const dialog = () => page.getByRole('dialog', { name: 'Export a figure or its data' })

async function download(button: string): Promise<Buffer> {
  const [file]: [Download, void] = await Promise.all([
    page.waitForEvent('download'),
    dialog().getByRole('button', { name: button, exact: true }).click(),
  ])
  return readFileSync(await file.path())
}

/** As if it were dragged from a folder onto the window. */
async function drop(name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([data], name))
      return transfer
    },
    { name, base64: Buffer.from(bytes).toString('base64') },
  )
  await page.getByRole('navigation', { name: 'Screens' }).dispatchEvent('drop', { dataTransfer: transfer })
}

let svg: Buffer
let png: Buffer

test('[V70] a figure follows its form, and comes as SVG and PNG that carry the recipe', async () => {
  await page.keyboard.press('e')
  const preview = dialog().getByRole('img')
  await preview.waitFor()
  await dialog().getByLabel('Access share').setChecked(true)
  await dialog().getByLabel('Address × time').selectOption('true accesses')
  await dialog().getByLabel('two columns, 178 mm').check()
  await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.style.width)).toBe('178mm')
  await expect
    .poll(async () => decodeURIComponent((await preview.getAttribute('src')) ?? ''))
    .toContain('page × time')
  svg = await download('SVG')
  png = await download('PNG 2×')
  const wellFormed = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null,
    svg.toString(),
  )
  expect(wellFormed).toBe(true)
  expect(readRecipe(svg)).toMatchObject({ matrix: 'accesses', runs: [{ setup: { run: { scale: '512' } } }] })
  expect(readRecipe(png)).toEqual(readRecipe(svg))
  expect(png.readUInt32BE(16)).toBe(Math.round((178 / 25.4) * 96 * 2))
})

test('[V70] the data behind it comes as CSV and Parquet', async () => {
  const csv = (await download('CSV')).toString()
  expect(csv.split('\n')[0]).toMatch(/^time_ns,accessShare\.dram0 \[share\]/)
  expect((await download('Parquet')).subarray(0, 4).toString()).toBe('PAR1')
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
})

test('[V71] a figure dropped on the window opens its experiment, runs it, and is identical', async () => {
  await drop('my figure.png', png)
  await page.getByText('identical: "my figure.png" came out the same').waitFor({ timeout: 60_000 })
  expect(await page.locator('[data-track="accessShare"]').count()).toBe(1)
})

test('[V71] a figure of another outcome is told apart, with the column and the time', async () => {
  const recipe = readRecipe(svg)!
  const hashes = recipe.runs[0].fingerprint.columns['promotedPages']
  const text = svg
    .toString()
    .replace(`"promotedPages":["${hashes[0]}","${hashes[1]}"`, `"promotedPages":["${hashes[0]}","0"`)
  expect(text).not.toBe(svg.toString())
  await drop('other.svg', Buffer.from(text))
  await page.getByText(/"other.svg" differs: "promoted" from 00:01\.8\d\d on/).waitFor({ timeout: 60_000 })
})

test('[V70] on Compare the figure is of both runs, over each other', async () => {
  await page.keyboard.press('Alt+4')
  await page.getByLabel('Baseline A').waitFor()
  await page.keyboard.press('e')
  await dialog().getByRole('img').waitFor()
  const both = readRecipe(await download('SVG'))!
  expect(both.runs).toHaveLength(2)
  await page.keyboard.press('Escape')
})

test('[V71] a picture without a recipe is refused with the reason', async () => {
  await drop('plain.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  await page.getByText('"plain.svg" carries no recipe').waitFor()
  expect(host.faults).toEqual([])
})
