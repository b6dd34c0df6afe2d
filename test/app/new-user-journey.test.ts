import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clickPlots, goTo, openExample, runToEnd, settled } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage('light')
  await openExample(page, 'A real program, LRU')
  await runToEnd(page)
  await clickPlots(page, 0.4)
})
afterAll(() => host?.stop())

/** Mean brightness of the heatmap, 0 to 255. */
const brightness = () =>
  page.locator('canvas').evaluateAll((canvases) => {
    const largest = (canvases as HTMLCanvasElement[])
      .filter((canvas) => !canvas.closest('.uplot'))
      .reduce((a, b) => (b.clientWidth * b.clientHeight > a.clientWidth * a.clientHeight ? b : a))
    const { data } = largest.getContext('2d')!.getImageData(0, 0, largest.width, largest.height)
    return data.reduce((sum, value, i) => (i % 4 === 3 ? sum : sum + value), 0) / (data.length * 0.75)
  })

test('[V93] canvases are painted anew when the system goes dark, and when the person chooses light', async () => {
  expect(await brightness()).toBeGreaterThan(200)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(brightness).toBeLessThan(80)
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('light colours')
  await page.keyboard.press('Enter')
  await expect.poll(brightness).toBeGreaterThan(200)
})

test('[V94] forced colours bring high contrast, and leave what is told by colour alone as it is', async () => {
  await page.emulateMedia({ forcedColors: 'active' })
  const root = page.locator('html')
  await expect.poll(() => root.getAttribute('data-contrast')).toBe('more')
  for (const painted of ['[data-testid=cursor]', '.placement-values .swatch', 'canvas', '.legend div'])
    expect(
      await page
        .locator(painted)
        .first()
        .evaluate((element) => getComputedStyle(element).forcedColorAdjust),
      painted,
    ).toBe('none')
  await page.emulateMedia({ forcedColors: 'none' })
  await expect.poll(() => root.getAttribute('data-contrast')).toBe('usual')
})

test('[V95] the title names the experiment of the run on screen, that one is run again, and the older run is the baseline', async () => {
  await openExample(page, 'A loop one page too long')
  await goTo(page, 'Timeline')
  const header = page.getByRole('banner')
  await header.getByText('A real program, LRU › run 1').waitFor()
  await header.getByRole('button', { name: 'Run again' }).click()
  await header.getByText('A real program, LRU › run 2').waitFor()
  await page.getByLabel('Summary of the run').waitFor({ timeout: 60_000 })
  // Held against each other, the older run is the baseline; swapped, they stay so.
  const sides = () =>
    settled(page, async () => {
      const chosen = (name: string) => page.getByLabel(name).locator('option:checked').innerText()
      return `${await chosen('Baseline A')} | ${await chosen('Run B')}`
    })
  await goTo(page, 'Compare')
  expect(await sides()).toMatch(/^#1 .*\| #2 /)
  await page.keyboard.press('x')
  await goTo(page, 'Timeline')
  await goTo(page, 'Compare')
  expect(await sides()).toMatch(/^#2 .*\| #1 /)
  expect(host.faults).toEqual([])
})

test('[V99] Setup says how many points the sweep of an experiment has, and leads there', async () => {
  await openExample(page, 'Miss-ratio curve')
  await page.getByText('Its sweep has 44 points').waitFor()
  await page.getByRole('button', { name: 'go to Sweep' }).click()
  await page.getByText('“Run all points” runs all 44 of them').waitFor()
  await page.getByRole('button', { name: 'Run all points' }).waitFor()
  expect(host.faults).toEqual([])
})
