import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clickPlots, field, goTo, openExample, runToEnd } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page
const pictures = process.env.TIERLAB_PICTURES
const take = async (name: string) => {
  if (pictures === undefined) return
  mkdirSync(pictures, { recursive: true })
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.waitForTimeout(300)
    await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`) })
  }
}
const dialog = () => page.getByRole('dialog')
const left = () => page.getByLabel('Runs and tracks')
const deltas = () => left().locator('.delta')

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage()
})
afterAll(() => host?.stop())

/** The dialog is gone and the fork on screen has ended. */
async function forked(deltasThen: number): Promise<void> {
  await dialog().waitFor({ state: 'detached' })
  await expect.poll(() => deltas().count(), { timeout: 90_000 }).toBe(deltasThen)
  await page.getByLabel('Summary of the run').waitFor()
}

test('[F15] B forks at the cursor: a parameter is changed by keyboard, and the fork stands under its parent with its delta', async () => {
  await openExample(page, 'A threshold that only rises')
  await field(page, 'run.lengthSec').fill('2 min')
  await runToEnd(page)
  await clickPlots(page, 0.5)
  await page.keyboard.press('b')
  await dialog()
    .getByRole('heading', { name: /Fork run 1 at 00:5\d|Fork run 1 at 01:0/ })
    .waitFor()
  await dialog().getByRole('radio', { name: 'Change a parameter' }).focus()
  await dialog().getByRole('combobox', { name: 'Parameter' }).selectOption('policy.demotion_enabled')
  await dialog().getByRole('checkbox').uncheck()
  await take('fork-parameter')
  await dialog().getByRole('radio', { name: 'Change a parameter' }).press('Enter')
  await forked(1)
  expect(await deltas().first().innerText()).toMatch(/^[+−±]/)
  await take('fork-tree')
})

test('[F15] from a decision: the move is vetoed, and the fork has it as refused by the experimenter', async () => {
  await left()
    .getByRole('button', { name: /^run 1/ })
    .first()
    .click()
  await page.getByLabel('Summary of the run').waitFor()
  await page.keyboard.press('j')
  const event = page.getByTestId('event').first()
  await event.waitFor()
  await event.getByRole('button', { name: '↳ Fork from here…' }).click()
  await dialog()
    .getByRole('radio', { name: /^(Veto|Force) this move of page/ })
    .check()
  await take('fork-decision')
  await dialog().getByRole('button', { name: '↳ Fork and run' }).click()
  await forked(2)
  await goTo(page, 'Setup')
  await page.getByLabel('What happens').first().waitFor()
  expect(['veto', 'force']).toContain(await page.getByLabel('What happens').first().inputValue())
  await page.getByLabel('What happens').first().scrollIntoViewIfNeeded()
  await take('fork-schedule')
})

test('[F15] the policy is swapped; Escape leaves everything as it was', async () => {
  await goTo(page, 'Timeline')
  await left()
    .getByRole('button', { name: /^run 1/ })
    .first()
    .click()
  await clickPlots(page, 0.5)
  await page.getByRole('button', { name: '↳ Fork here' }).click()
  await dialog().getByRole('radio', { name: 'Swap the policy' }).check()
  await dialog().getByRole('combobox', { name: 'Policy' }).selectOption('static-first-touch')
  await take('fork-policy')
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  expect(await deltas().count()).toBe(2)
  await page.keyboard.press('b')
  await dialog().getByRole('radio', { name: 'Swap the policy' }).check()
  await dialog().getByRole('combobox', { name: 'Policy' }).selectOption('static-first-touch')
  await dialog().getByRole('button', { name: '↳ Fork and run' }).click()
  await forked(3)
})
