import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clickPlots, clock, field, goTo, openExample, plotBox, runToEnd, settled } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage()
  await openExample(page, 'A hot band that moves on')
  await field(page, 'run.lengthSec').fill('5 min')
  await page.getByText('Ready.').waitFor()
  await runToEnd(page)
})
afterAll(() => host?.stop())

const text = (locator: string) => settled(page, async () => (await page.locator(locator).innerText()).trim())
const frame = async () =>
  Number((await page.locator('.frame').innerText()).split('/')[0].replaceAll(/\D/g, ''))
const total = async () => Number((await text('[data-testid=decision-total]')).replaceAll(/\D/g, ''))
const heat = () => page.locator('[data-heat]')
const grid = () => page.getByRole('grid', { name: 'Decisions' })
const facts = (name: string) => page.getByLabel(name)

test('[V30] the scrubber moves every panel, and stepping goes frame by frame there and back', async () => {
  const panels = async () =>
    Promise.all(
      ['.moment-values', '.placement-values', '[aria-label^="State of"]', '.grid'].map((name) => text(name)),
    )
  await clickPlots(page, 0.1)
  const early = await panels()
  const slider = page.getByRole('slider', { name: 'Cursor' })
  const box = (await slider.boundingBox())!
  await page.mouse.click(box.x + box.width * 0.9, box.y + box.height / 2)
  const late = await panels()
  for (const [i, words] of late.entries()) expect(words).not.toBe(early[i])
  const at = await frame()
  for (let i = 0; i < 5; i++) await page.keyboard.press(',')
  await expect.poll(frame).toBe(at - 5)
  for (let i = 0; i < 5; i++) await page.keyboard.press('.')
  await expect.poll(frame).toBe(at)
  // The list may stand at another row: the scrubber stops between frames, a step at the end of one.
  expect((await panels()).slice(0, 3)).toEqual(late.slice(0, 3))
})

test('[V30] it plays at the speed that is set, frame by frame too', async () => {
  await clickPlots(page, 0.2)
  const speed = page.getByRole('group', { name: 'Speed of playing' })
  await speed.getByLabel('Unit of the speed').selectOption('frames')
  await page.getByTestId('plots').hover()
  await page.keyboard.press('Escape')
  expect(await speed.getByLabel('Amount').inputValue()).toBe('10')
  await page.getByRole('region', { name: 'Tracks' }).focus()
  await page.keyboard.press('-')
  expect(await speed.getByLabel('Amount').inputValue()).toBe('5')
  const from = await frame()
  await page.keyboard.press('Space')
  await expect.poll(frame).toBeGreaterThan(from + 2)
  await page.keyboard.press('Space')
  const stopped = await frame()
  await page.waitForTimeout(300)
  expect(await frame()).toBe(stopped)
  for (let i = 0; i < 14; i++) await page.keyboard.press('+')
  await page.keyboard.press('Space')
  await expect.poll(() => clock(page)).toMatch(/^05:00/)
})

test('[V31] a pixel leads to its pages, a page to its life, an event to its rule and what would have flipped it', async () => {
  await page.keyboard.press('Escape')
  const box = (await heat().boundingBox())!
  await page.mouse.click(box.x + box.width * 0.5, box.y + box.height * 0.68)
  const pages = page.getByLabel('Pages with decisions near that time').getByRole('button')
  await pages.first().waitFor()
  expect(await pages.count()).toBeGreaterThan(3)
  await pages.first().click()
  const event = page.getByTestId('event')
  await event.waitFor()
  const events = page.getByLabel('Events of the page').getByRole('button')
  expect(await events.count()).toBeGreaterThan(0)
  expect(await event.innerText()).toMatch(/Decided by .+ at \d\d:\d\d\.\d{3}\. Cost [\d.]+/)
  expect(await event.innerText()).toMatch(/threshold|free|tail/)
  expect(await page.getByTestId('flip').first().innerText()).toMatch(/It would have .+; it was /)
  await events.last().click()
  const told = await event.innerText()
  await page.getByRole('button', { name: 'Go there' }).click()
  expect(told).toContain((await clock(page)).slice(0, 5))
})

test('[V31] a decision chosen by key is told in full below the list and beside it', async () => {
  await page.keyboard.press('Escape')
  await settled(page, () => grid().innerText())
  await page.keyboard.press('j')
  const chosen = grid().locator('[aria-selected=true]')
  await chosen.waitFor()
  const words = await text('[data-testid=whole-sentence]')
  expect(words.length).toBeGreaterThan(30)
  await page.getByTestId('event').waitFor()
  const event = await text('[data-testid=event]')
  expect(event).toContain(words.split('; ').at(-1)!.slice(0, 40))
  await chosen.hover()
  expect(await text('[data-testid=whole-sentence]')).toBe(words)
})

test('[V32] decisions are filtered by words, tiers, outcome and pages; Escape brings all back', async () => {
  await page.keyboard.press('Escape')
  const all = await total()
  const words = page.getByLabel('Words of the reason')
  const rows = () => settled(page, () => grid().innerText())
  await words.fill('kswapd inactive')
  await words.press('Enter')
  await expect.poll(total).toBeLessThan(all)
  const demoted = await total()
  expect(demoted).toBeGreaterThan(0)
  expect(await rows()).not.toContain('refused')
  await page.getByLabel('What came of it').selectOption('movedBack')
  await expect.poll(total).toBeLessThan(demoted)
  const back = await total()
  expect(await rows()).toContain('back, ')
  await page.getByLabel('Moved from').selectOption({ index: 2 })
  await expect.poll(total).toBe(0)
  await page.getByLabel('Moved from').selectOption({ index: 1 })
  await expect.poll(total).toBe(back)
  await page.getByRole('button', { name: 'Drop filter' }).click()
  await expect.poll(total).toBe(all)
  const pages = page.getByLabel('Page, or pages with a dash')
  await pages.fill('64 000 – 640 000')
  await pages.press('Enter')
  await expect.poll(total).toBeLessThan(all)
  await settled(page, () => grid().innerText())
  const numbers = (await grid().locator('[role=row][id] [role=gridcell]:nth-child(2)').allInnerTexts()).map((words) => Number(words.replaceAll(/\D/g, '')))
  for (const number of numbers) expect(number >= 64_000 && number <= 640_000).toBe(true)
  await page.getByRole('region', { name: 'Tracks' }).focus()
  await page.keyboard.press('Escape')
  await expect.poll(total).toBe(all)
}) // prettier-ignore

test('[V32] decisions are counted by region, which add up; a region becomes a filter', async () => {
  const all = await total()
  await page.getByRole('button', { name: 'By region' }).click()
  const regions = page.getByRole('region', { name: 'Decisions by region' })
  await regions.getByRole('button').first().waitFor()
  const counts = await regions.locator('tbody td:nth-child(2)').allInnerTexts()
  const scale = Number(/scale (\d+)/.exec(await page.locator('footer').innerText())![1])
  const sum = counts.reduce((total, words) => total + Number(words.replaceAll(/\D/g, '')), 0)
  expect(sum).toBe(all * scale)
  await regions.getByRole('button').nth(2).click()
  await expect.poll(async () => (await total()) * scale).toBe(Number(counts[2].replaceAll(/\D/g, '')))
  await page.getByRole('button', { name: 'Drop filter' }).click()
})

test('[V33] the layers and their differences are drawn; the cursor of the heatmap goes by keyboard and is read out', async () => {
  const picture = () => heat().locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const seen = new Set<string>()
  const layers = ['true accesses', 'seen by the tracker', 'placement', 'believed hot', 'difference: blindness', 'difference: misplaced']
  for (const layer of layers) {
    await page.getByRole('radio', { name: layer }).check()
    seen.add(await settled(page, picture))
  }
  expect(seen.size).toBe(layers.length)
  await heat().focus()
  const readout = () => settled(page, () => heat().locator('output').innerText())
  const first = await readout()
  for (const layer of layers.slice(0, 4)) expect(first).toContain(layer)
  await page.keyboard.press('ArrowUp')
  const higher = await readout()
  expect(higher).not.toBe(first)
  await page.keyboard.press('ArrowDown')
  expect(await readout()).toBe(first)
  await page.keyboard.press('ArrowLeft')
  expect((await readout()).slice(0, 9)).not.toBe(first.slice(0, 9))
  await page.keyboard.press('Enter')
  await page.getByLabel('Pages with decisions near that time').waitFor()
  await page.keyboard.press('Escape')
}) // prettier-ignore

test('[V34] A and B enclose a range with its figures, moved pages, state and decisions', async () => {
  await clickPlots(page, 0.3)
  await page.keyboard.press('[')
  await clickPlots(page, 0.7)
  await page.keyboard.press(']')
  const rows = facts('Figures of the range').locator('tbody tr')
  await rows.first().waitFor()
  expect(await rows.count()).toBeGreaterThan(5)
  const moved = await text('[aria-label^="Placement: "]')
  expect(moved).toMatch(/DRAM 0 → . CXL 1[\s\S]*CXL 1 → . DRAM 0/)
  expect(await text('[aria-label="State that differs"]')).toMatch(/scan passes\s+\d+ → \d+/)
  expect(await text('[aria-label="Decisions of the range by reason"]')).toMatch(/CXL 1 → DRAM 0[\s\S]*cost/)
  expect(await page.locator('.band.stretch').count()).toBe(1)
  expect(await page.getByRole('img', { name: /^Changed from A to B/ }).count()).toBe(1)
  await page.keyboard.press('f')
  expect(await text('.axis')).not.toContain('05:00')
  await page.keyboard.press('f')
  expect(await text('.axis')).toContain('05:00')
  const box = await plotBox(page)
  await page.mouse.move(box.x + box.width * 0.2, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.25, box.y + 10)
  await page.mouse.move(box.x + box.width * 0.4, box.y + 10)
  await page.mouse.up()
  await page.getByText(/01:00\.\d+ – 02:00/).waitFor()
})

test('[V35] notes and marks are made, written, visited, deleted and brought back', async () => {
  const notes = page.getByRole('list', { name: 'Notes of this run' }).getByRole('listitem')
  await clickPlots(page, 0.5)
  await page.keyboard.press('n')
  await page.keyboard.type('the band moves on')
  await page.keyboard.press('Enter')
  await notes.filter({ hasText: 'the band moves on' }).waitFor()
  await clickPlots(page, 0.8)
  await page.keyboard.press('m')
  expect(await notes.count()).toBe(2)
  expect(await page.getByRole('button', { name: /^Note 1: the band|^Mark 2/ }).count()).toBe(2)
  await page.keyboard.press('Home')
  await page.keyboard.press('g')
  expect(await clock(page)).toMatch(/^02:(29|30)/)
  await notes.first().getByRole('button', { name: 'Delete this note' }).click()
  expect(await notes.count()).toBe(1)
  await page.keyboard.press('Control+z')
  await notes.filter({ hasText: 'the band moves on' }).waitFor()
  await notes.filter({ hasText: 'band' }).getByTitle('the band moves on').click()
  await page.getByLabel('Text of the note').fill('it wraps')
  await page.keyboard.press('Enter')
  await notes.filter({ hasText: 'it wraps' }).waitFor()
})

test('[V36] panels and tracks are resized by pointer and keys', async () => {
  const width = async () =>
    (await page.getByRole('complementary', { name: 'Runs and tracks' }).boundingBox())!.width
  const before = await width()
  const edge = page.getByRole('separator', { name: 'Width of the left panel' })
  const at = (await edge.boundingBox())!
  await page.mouse.move(at.x + 2, at.y + 300)
  await page.mouse.down()
  await page.mouse.move(at.x + 62, at.y + 300)
  await page.mouse.up()
  expect(await width()).toBeCloseTo(before + 60, -1)
  const track = page.locator('.track').first()
  const tall = (await track.boundingBox())!.height
  await page.getByRole('separator', { name: 'Height of Access share' }).focus()
  await page.keyboard.press('ArrowDown')
  expect((await track.boundingBox())!.height).toBeCloseTo(tall + 16, -1)
})

test('[V35] [V36] after saving and reopening, notes, range, sizes and layer are there', async () => {
  await page.getByRole('radio', { name: 'difference: blindness' }).check()
  const file = join(host.folder, 'home', 'timeline.tierlab')
  await page.keyboard.press('Control+s')
  await page.getByLabel('Name or path').fill(file)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('saved timeline').waitFor()
  const shape = async () => ({
    notes: await settled(page, () => page.getByRole('list', { name: 'Notes of this run' }).innerText()),
    range: await page.locator('h2', { hasText: 'Range' }).innerText(),
    width: (await page.getByRole('complementary', { name: 'Runs and tracks' }).boundingBox())!.width,
    track: (await page.locator('.track').first().boundingBox())!.height,
    blindness: await page.getByRole('radio', { name: 'difference: blindness' }).isChecked(),
  })
  await page.locator('h2', { hasText: 'Range' }).waitFor()
  const was = await shape()
  await page.waitForTimeout(700)
  await page.reload()
  await page.getByTestId('plots').waitFor()
  await page.locator('h2', { hasText: 'Range' }).waitFor()
  expect(await shape()).toEqual(was)
})

test('[V37] a run of another study is rewound on the same timeline', async () => {
  await goTo(page, 'Home')
  const card = page.getByRole('button', { name: /^A zone of 64 GiB/ }).first()
  await card.click()
  await page.getByText('Ready.').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.waitForTimeout(1500)
  await goTo(page, 'Timeline')
  await page.getByLabel('Summary of the run').waitFor({ timeout: 60_000 })
  const picture = page.getByRole('img', { name: /the lowest on the left/ })
  const map = () => settled(page, () => picture.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()))
  await page.keyboard.press('Home')
  const first = await map()
  await page.keyboard.press('End')
  await expect.poll(map).not.toBe(first)
  await clickPlots(page, 0.2)
  await page.keyboard.press('[')
  await clickPlots(page, 0.9)
  await page.keyboard.press(']')
  await facts('Figures of the range').locator('tbody tr').first().waitFor()
  await page.keyboard.press('j')
  await page.getByTestId('event').waitFor()
})

test('[V30] the journey left no error in the console', () => {
  expect(host.faults).toEqual([])
})
