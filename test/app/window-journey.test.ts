import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  clickPlots,
  clock,
  dragPlots,
  field,
  goTo,
  openExample,
  plotBox,
  runToEnd,
  settled,
} from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage()
})
afterAll(() => host?.stop())

const threshold = 'policy.hot_threshold_ms'
const text = (locator: string) => settled(page, async () => (await page.locator(locator).innerText()).trim())

test('[V15] a bad value is named at its field with its range; Run says what holds it, and a button fixes it', async () => {
  await openExample(page, 'A threshold that only rises')
  await field(page, threshold).fill('90 000')
  const problem = page.getByRole('alert').filter({ hasText: 'above its range' })
  await problem.waitFor()
  expect(await field(page, threshold).getAttribute('aria-invalid')).toBe('true')
  await page.getByText('1 value to fix').waitFor()
  await page.keyboard.press('Control+Enter')
  expect(await page.getByTestId('plots').count()).toBe(0)
  await page.getByLabel('Name').focus()
  await page.keyboard.press('F8')
  expect(await field(page, threshold).evaluate((element) => element === document.activeElement)).toBe(true)
  await problem.getByRole('button', { name: 'default' }).click()
  await problem.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+z')
  await problem.waitFor()
  await page.keyboard.press('Control+Shift+Z')
  await page.getByText('Ready.').waitFor()
})

test('[V15] a run is paused, resumed and cancelled, and keeps the rows it has', async () => {
  await field(page, 'run.lengthSec').fill('4 h')
  await field(page, 'run.scale').selectOption('16')
  await page.keyboard.press('Control+Enter')
  const progress = page.getByRole('group', { name: 'Run in progress' })
  await page.getByTestId('plots').waitFor()
  await progress.getByRole('button', { name: 'Pause' }).click()
  await progress.getByRole('button', { name: 'Resume' }).waitFor()
  const paused = await settled(page, () => progress.innerText())
  await progress.getByRole('button', { name: 'Resume' }).click()
  await expect.poll(() => progress.innerText()).not.toBe(paused)
  await progress.getByRole('button', { name: 'Cancel' }).click()
  await progress.waitFor({ state: 'detached' })
  await page.getByText('cancelled').first().waitFor()
  expect(await page.getByLabel('Values at the cursor').locator('div').count()).toBeGreaterThan(3)
  expect(Number((await text('.frame')).split('/')[1].replaceAll(/\D/g, ''))).toBeGreaterThan(1)
})

test('[V114] while a run grows, by more decisions than a list holds, those at its end can be read', async () => {
  const other = await host.openPage('light')
  await openExample(other, 'A threshold that only rises')
  await field(other, 'run.scale').selectOption('8')
  await other.getByText('Ready.').waitFor()
  await other.keyboard.press('Control+Enter')
  const times = other.locator('section[aria-label="Decisions"] .row .number.left')
  await expect.poll(() => times.count(), { timeout: 20_000 }).toBeGreaterThan(2)
  let read = 0
  for (let look = 0; look < 30; look++) {
    await other.waitForTimeout(100)
    if ((await times.count()) > 2) read++
  }
  const progress = other.getByRole('group', { name: 'Run in progress' })
  await progress.getByRole('button', { name: 'Cancel' }).click()
  await progress.waitFor({ state: 'detached' })
  await other.context().close()
  expect(read).toBeGreaterThan(26)
})

test('[V15] a full run draws its tracks; one cursor stands in all of them and shows every value', async () => {
  await goTo(page, 'Setup')
  await field(page, 'run.lengthSec').fill('5 min')
  await field(page, 'run.scale').selectOption('64')
  await runToEnd(page)
  expect(await page.locator('.track canvas').count()).toBeGreaterThanOrEqual(4)
  await clickPlots(page, 0.5)
  const middle = await clock(page)
  expect(middle).toMatch(/^02:(29|30)/)
  const before = await text('.moment-values')
  await clickPlots(page, 0.05)
  expect(await clock(page)).not.toBe(middle)
  expect(await text('.moment-values')).not.toBe(before)
  expect(await page.getByTestId('cursor').count()).toBe(1)
})

test('[V15] drag zooms, Shift+drag and keys pan, F fits the run again', async () => {
  await dragPlots(page, 0.4, 0.6)
  const ticks = () => text('.axis')
  const zoomed = await ticks()
  expect(zoomed).toContain('02:30')
  expect(zoomed).not.toContain('05:00')
  await dragPlots(page, 0.7, 0.3, 'Shift')
  const panned = await ticks()
  expect(panned).not.toBe(zoomed)
  await page.keyboard.press('a')
  expect(await ticks()).not.toBe(panned)
  const box = await plotBox(page)
  await page.mouse.move(box.x + 300, box.y + 60)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -300)
  await page.keyboard.up('Control')
  expect(await ticks()).not.toBe(panned)
  await page.keyboard.press('f')
  expect(await ticks()).toContain('05:00')
})

test('[V15] stepping and scrubbing rewind the placement', async () => {
  await page.keyboard.press('End')
  const atEnd = await text('.placement-values')
  await page.keyboard.press('Home')
  await expect.poll(() => text('.placement-values')).not.toBe(atEnd)
  const frame = async () => Number((await text('.frame')).split('/')[0].replaceAll(/\D/g, ''))
  await clickPlots(page, 0.5)
  const first = await frame()
  await page.keyboard.press('.')
  await expect.poll(frame).toBe(first + 1)
  await page.keyboard.press(',')
  await expect.poll(frame).toBe(first)
  await page.keyboard.press('Space')
  const moving = async () =>
    Number((await page.locator('.frame').innerText()).split('/')[0].replaceAll(/\D/g, ''))
  await expect.poll(moving).toBeGreaterThan(first + 2)
  await page.keyboard.press('Space')
})

test('[V15] the decisions at the cursor give their reason in words and numbers, and can be filtered', async () => {
  const grid = page.getByRole('grid', { name: 'Decisions' })
  // The list follows the cursor once the core has said where that is.
  await settled(page, () => grid.innerText())
  await page.keyboard.press('j')
  const chosen = grid.locator('[aria-selected=true]')
  await chosen.waitFor()
  expect(await chosen.getByRole('gridcell').nth(3).innerText()).toMatch(/\d/)
  await page.getByRole('button', { name: 'Only this page' }).click()
  const pages = async () =>
    new Set(await grid.locator('[role=row][id] [role=gridcell]:nth-child(2)').allInnerTexts()).size
  await expect.poll(pages).toBe(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect.poll(pages).toBeGreaterThan(1)
})

test('[V115] the dialog that saves takes typing for the name and keeps its ending', async () => {
  await page.keyboard.press('Control+s')
  const name = page.getByLabel('Name or path')
  await expect.poll(() => name.inputValue()).toMatch(/\.tierlab$/)
  await page.keyboard.type('typed')
  expect(await name.inputValue()).toBe('typed.tierlab')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('[V15] saved, reloaded and reopened, everything is back, cursor and zoom included', async () => {
  const file = join(host.folder, 'home', 'journey.tierlab')
  await dragPlots(page, 0.3, 0.5)
  await clickPlots(page, 0.25)
  const was = { clock: await clock(page), ticks: await text('.axis') }
  await page.keyboard.press('Control+s')
  await page.getByLabel('Name or path').fill(file)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('saved journey').waitFor()
  expect(await page.title()).toBe('journey – Tierlab')
  await page.reload()
  await page.getByTestId('plots').waitFor()
  await expect.poll(async () => ({ clock: await clock(page), ticks: await text('.axis') })).toEqual(was)

  const other = await host.openPage()
  await other.getByRole('button', { name: 'journey' }).first().click()
  await other.getByTestId('plots').waitFor()
  expect(await clock(other)).toBe(was.clock)
  expect(await other.getByText('run 2').count()).toBeGreaterThan(0)
  await other.context().close()
})

test('[V15] the journey left no error in the console', () => {
  expect(host.faults).toEqual([])
})
