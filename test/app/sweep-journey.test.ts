import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { field, goTo, openExample } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage('light')
  await openExample(page, 'Tiering off')
})
afterAll(() => host?.stop())

const form = () => page.getByRole('region', { name: 'Sweep', exact: true })
const values = () => form().getByRole('textbox').last()

test('[V121] an axis is added, its field chosen, its values typed; what is wrong is said at its place', async () => {
  await form().getByText('Nothing is varied').waitFor()
  await form().getByRole('button', { name: 'Add an axis' }).click()
  await form().getByRole('combobox').selectOption('machine.dramGiB')
  await expect.poll(() => values().inputValue()).toBe('8, 16, 32')
  await form().getByRole('combobox').selectOption('run.scale')
  await values().fill('64, 512, ')
  await form().getByText('2 points, each a run').waitFor()
  await values().fill('64, 500')
  await form().getByRole('alert').getByText('run.scale = 500').waitFor()
  await expect.poll(() => values().getAttribute('aria-invalid')).toBe('true')
  await values().fill('512, 64')
  await form().getByRole('button', { name: 'Add an axis' }).click()
  await form().getByRole('combobox').last().selectOption('workload.skew')
  await values().fill('0.6, 0.9, 1.2')
  await form().getByText('6 points, each a run').waitFor()
})

test('[V121] axes are undone, redone and removed like any edit', async () => {
  await page.getByRole('heading', { name: 'Sweep' }).click()
  await page.keyboard.press('Control+z')
  await form().getByText('6 points').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+Shift+z')
  await form().getByText('6 points, each a run').waitFor()
  await form().getByRole('button', { name: 'Remove axis 1' }).click()
  await form().getByText('3 points, each a run').waitFor()
})

test('[V121] its points run from the Sweep screen, and are laid side by side', async () => {
  await goTo(page, 'Sweep')
  await page.getByRole('button', { name: 'Run all points' }).click()
  const rows = page.getByRole('region', { name: 'Points of the sweep' }).getByRole('row')
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(4)
  const cells = await rows.allInnerTexts()
  expect(cells.slice(1).map((text) => text.split('\t')[0])).toEqual(['0.6', '0.9', '1.2'])
  expect(cells.filter((text) => text.includes('★')).length).toBeGreaterThan(0)
})

test('[V122] a figure of the points is drawn over the axis, read out by keyboard, and leads to its run', async () => {
  const plot = page.getByRole('slider')
  const reading = page.getByRole('complementary', { name: 'At the cursor' })
  await plot.press('End')
  expect(await plot.getAttribute('aria-valuetext')).toMatch(/ 1\.2; .*: [\d.]+.%$/u)
  const [first] = await reading.getByRole('cell').allInnerTexts()
  await page.getByLabel('Figure').selectOption('throughputAccessesPerSec')
  expect(await plot.getAttribute('aria-valuetext')).toMatch(/accesses\/s$/)
  expect(await reading.getByRole('cell').allInnerTexts()).not.toContain(first)
  await reading.getByRole('button', { name: 'open run 3' }).click()
  await page.getByLabel('Summary of the run').waitFor()
})

test('[V122] the rest of a sweep can be cancelled, and what is there stays', async () => {
  await goTo(page, 'Setup')
  await field(page, 'run.lengthSec').fill('36000')
  await goTo(page, 'Sweep')
  await page.getByRole('button', { name: 'Run all points' }).click()
  await page.getByRole('status').getByText('3 to run').waitFor()
  await page.getByRole('button', { name: 'Cancel the rest' }).click()
  await page.getByRole('button', { name: 'Cancel the rest' }).waitFor({ state: 'detached' })
  await expect.poll(() => page.getByRole('button', { name: 'Run all points' }).isEnabled()).toBe(true)
  expect(await page.getByRole('region', { name: 'Points of the sweep' }).getByRole('row').count()).toBe(4)
  expect(host.faults).toEqual([])
})
