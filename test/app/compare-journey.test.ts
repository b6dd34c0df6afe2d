import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clickPlots, clock, field, goTo, openExample, runToEnd, settled } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page
const pictures = process.env.TIERLAB_PICTURES
const take = async (name: string) => {
  if (pictures === undefined) return
  mkdirSync(pictures, { recursive: true })
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}
const textOf = (locator: string) =>
  settled(page, async () => (await page.locator(locator).innerText()).trim())
const step = () => textOf('[data-testid="step"]')

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage()
})
afterAll(() => host?.stop())

test('[V63] with fewer than two runs Compare says what it is for and how to get there', async () => {
  await openExample(page, 'A threshold that only rises')
  await page.keyboard.press('Alt+4')
  await page.getByRole('heading', { name: 'Two runs, held against each other' }).waitFor()
  await page.getByText('No run of this workspace has ended yet.').waitFor()
  await take('compare-empty')
})

test('[V64] the input that differs, the first divergence with both sides, and steps through all differences by key', async () => {
  await goTo(page, 'Setup')
  await field(page, 'run.lengthSec').fill('90 s')
  await runToEnd(page)
  await goTo(page, 'Setup')
  await field(page, 'policy.hot_threshold_ms').fill('300')
  await runToEnd(page)
  await goTo(page, 'Compare')
  await page.getByLabel('Baseline A').selectOption({ index: 0 })
  await page.getByLabel('Run B').selectOption({ index: 1 })
  const setup = page.getByRole('region', { name: 'Setup' })
  await setup.getByText('Hot threshold').waitFor()
  expect(await setup.locator('tbody tr').count()).toBe(1)
  await page.getByRole('button', { name: 'Go there' }).click()
  const table = page.getByRole('region', { name: 'First divergence' })
  expect(await table.locator('tr.decision').innerText()).toContain('≠')
  expect(await table.locator('tr.input').count()).toBeGreaterThan(1)
  const firstTime = await settled(page, () => cursorText())
  expect(await step()).toMatch(/^1 of /)
  await page.keyboard.press('j')
  await expect.poll(step).toMatch(/^2 of /)
  await page.keyboard.press('j')
  await expect.poll(step).toMatch(/^3 of /)
  await page.keyboard.press('k')
  await expect.poll(step).toMatch(/^2 of /)
  await page.keyboard.press('1')
  await expect.poll(cursorText).toBe(firstTime)
  await take('compare')
})

test('[V65] decisions of either run alone and of both are listed, filtered, and lead to their time', async () => {
  await page.getByRole('tab', { name: /Decisions only in A/ }).click()
  const rows = page.getByRole('grid', { name: 'Decisions' }).getByRole('row')
  await rows.first().waitFor()
  const inView = () => textOf('.filters span')
  const all = await inView()
  const reason = page.locator('.filters select')
  await reason.selectOption({ index: 1 })
  await expect.poll(inView).not.toBe(all)
  await page.getByRole('grid', { name: 'Decisions' }).focus()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  const chosen = page.locator('.row.focused .number').first()
  await chosen.waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(cursorText).toBe(await chosen.innerText())
  await page.getByRole('tab', { name: /In both/ }).click()
  await expect.poll(() => rows.first().innerText()).toMatch(/same time|[+−]/)
  await take('compare-list')
})

test('[V66] A and B swap, overlay becomes stacked, values equal in both can be shown; the timeline keeps the cursor', async () => {
  await page.getByRole('tab', { name: 'Setup and summary' }).click()
  const before = await page.getByLabel('Baseline A').inputValue()
  await page.getByRole('tab', { name: 'Setup and summary' }).press('x')
  await expect.poll(() => page.getByLabel('Run B').inputValue()).toBe(before)
  await page.keyboard.press('o')
  await page.getByRole('button', { name: 'stacked' }).waitFor()
  const setup = page.getByRole('region', { name: 'Setup' })
  await page.keyboard.press('v')
  await expect.poll(() => setup.locator('tbody tr').count()).toBeGreaterThan(20)
  await page.keyboard.press('v')
  await clickPlots(page, 0.75)
  const time = await settled(page, cursorText)
  await take('compare-swapped')
  await goTo(page, 'Timeline')
  await expect.poll(() => clock(page)).toContain(time.slice(0, 5))
  expect(host.faults).toEqual([])
})

async function cursorText(): Promise<string> {
  return (await page.getByTestId('cursor').innerText()).trim()
}

test('[V67] findings lead to their place and to a fork; the regret of a run adds up, and leads to its worst decisions', async () => {
  const finding = page.locator('.finding').first()
  await finding.waitFor()
  await finding.click()
  const more = page.locator('.more')
  expect(await more.innerText()).toMatch(/\d/)
  await take('findings')
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog', { name: /^Regret/ })
  await dialog.getByText(/pages were moved and/).waitFor()
  await dialog.getByText('With one, the gap to it is told here.').waitFor()
  await take('regret')
  await dialog.locator('li button').first().click()
  await dialog.waitFor({ state: 'detached' })
  expect(host.faults).toEqual([])
})
