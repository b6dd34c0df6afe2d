import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { field, goTo, openExample } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage()
})
afterAll(() => host?.stop())

const list = () => page.getByRole('list', { name: 'Own machines' })
const names = async () =>
  (await list().locator('[aria-pressed]').allInnerTexts()).map((text) => text.replace(/^\W+/, '').trim())
const dram = () => field(page, 'machine.dramGiB')

test('[V50] a machine is kept under a name and chosen in another experiment; keeping, renaming and deleting are undone in turn with edits', async () => {
  await openExample(page, 'A threshold that only rises')
  const usual = await dram().inputValue()
  await dram().fill('48 GiB')
  await page.keyboard.press('Alt+k')
  await page.getByLabel('Name for this machine').fill('half full')
  await page.keyboard.press('Enter')
  await expect.poll(names).toEqual(['half full'])
  await dram().fill('64 GiB')
  await page.getByLabel('Name', { exact: true }).focus()

  await page.keyboard.press('Control+z')
  await expect.poll(() => dram().inputValue()).toContain('48')
  await page.keyboard.press('Control+z')
  await list().waitFor({ state: 'detached' })
  expect(await dram().inputValue()).toContain('48')
  await page.keyboard.press('Control+Shift+Z')
  await expect.poll(names).toEqual(['half full'])
  await page.keyboard.press('Control+Shift+Z')
  await expect.poll(() => dram().inputValue()).toContain('64')

  await list().getByRole('button', { name: 'Rename half full' }).click()
  await page.getByLabel('Name of the machine').fill('small')
  await page.keyboard.press('Enter')
  await expect.poll(names).toEqual(['small'])
  await list().getByRole('button', { name: 'Delete small' }).click()
  await list().waitFor({ state: 'detached' })
  await page.keyboard.press('Control+z')
  await expect.poll(names).toEqual(['small'])

  await openExample(page, 'A hot band that moves on')
  expect(await dram().inputValue()).toBe(usual)
  await list().locator('[aria-pressed]').filter({ hasText: 'small' }).click()
  await expect.poll(() => dram().inputValue()).toContain('48')
  await expect.poll(() => list().locator('[aria-pressed=true]').count()).toBe(1)
})

test('[V50] the palette finds a kept machine, and a reload has it still', async () => {
  await page.reload()
  await goTo(page, 'Setup')
  await expect.poll(names).toEqual(['small'])
  await dram().fill('96 GiB')
  await expect.poll(() => list().locator('[aria-pressed=true]').count()).toBe(0)
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('own machine small')
  await page.keyboard.press('Enter')
  await expect.poll(() => dram().inputValue()).toContain('48')
  expect(host.faults).toEqual([])
})
