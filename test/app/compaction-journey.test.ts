import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goTo, openExample, runToEnd, settled } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page

beforeAll(async () => {
  host = await startWindowHost()
  page = await host.openPage()
})
afterAll(() => host?.stop())

const frames = () => page.getByRole('region', { name: 'Frames' })
const list = async (name: string) =>
  (await page.getByRole('region', { name }).getByRole('listitem').allInnerTexts()).map((text) => text.trim())
/** The strip as letters, read from the words behind its cells. */
const strip = () =>
  settled(page, async () => {
    const titles = await frames().locator('g > title').allTextContents()
    const letter = (title: string) => ({ free: 'F', movable: 'M', 'listed to be moved': 'L', 'set aside as a target': 'T' })[title.split(': ')[1] ?? ''] ?? 'm' // prettier-ignore
    return titles.map(letter).join('')
  })
const forward = () => page.keyboard.press('.')

test('[V84] the slides’ zone plays figure by figure: before, both lists, the moves, one run', async () => {
  await openExample(page, 'Two scanners meet')
  await page.getByRole('img', { name: /^Frames of the zone from the lowest: M/ }).waitFor()
  await runToEnd(page)
  await frames().waitFor()
  await page.keyboard.press('Home')
  await page.getByText('frame 1 / ').waitFor()
  const before = await strip()
  expect(before).toBe('MFMMFMFFMFMFFFMF')
  const figures = [before]
  for (let step = 0; step < 20; step++) {
    await forward()
    figures.push(await strip())
    if (figures.at(-1) === figures.at(-2)) break
  }
  const lowest = figures.findIndex((letters) => letters.includes('L'))
  const topmost = figures.findIndex((letters) => letters.includes('T'))
  expect(lowest).toBeGreaterThan(0)
  expect(topmost).toBeGreaterThanOrEqual(lowest)
  expect(figures.at(-1)).toMatch(/^F{9}[mM]{7}$/)
  await page.keyboard.press('Home')
  expect(await strip()).toBe(before)
})

test('[V84] both lists show their frames, and each move its arc and its reason', async () => {
  await page.keyboard.press('Home')
  let moved = false
  for (let step = 0; step < 12 && !moved; step++) {
    await forward()
    await strip()
    moved =
      (await frames()
        .getByText(/^frame .* moves to/)
        .count()) > 0
  }
  expect(moved).toBe(true)
  const arc = await frames().getByText(/^frame .* moves to/).innerText().catch(() => '') // prettier-ignore
  const text =
    arc ||
    (await frames()
      .getByText(/^frame .* moves to/)
      .textContent()) ||
    ''
  const [, from, to] = /frame (\d+) moves to (\d+)/.exec(text) ?? []
  await page.getByText(`moved ${from} → ${to}`).first().waitFor()
  await page
    .getByText(/movable, so it went to frame/)
    .first()
    .waitFor()
  // What moved is on neither list any more; what is still to come is.
  const waiting = await list('To move')
  expect(waiting).not.toContain(from)
  expect(waiting.every((entry) => /^\d+$/.test(entry)) || waiting[0] === 'empty').toBe(true)
  expect(await list('Room for them')).not.toContain(to)
})

test('[V91] a run whose compactor chooses regions shows its moves, and neither scanners nor their lists', async () => {
  await openExample(page, 'Which region to clear')
  await runToEnd(page)
  await page.getByText('moved to clear a region.').waitFor()
  for (const words of ['migrate scanner ▶', '◀ free scanner', 'listed to be moved'])
    expect(await frames().getByText(words).count()).toBe(0)
  expect(await page.getByRole('region', { name: 'To move' }).count()).toBe(0)
  expect(await page.getByLabel('Scanners at the cursor').count()).toBe(0)
  await page.getByLabel('What compaction did so far').waitFor()
})

test('[V92] the scrubber keeps a hand’s width in a window of 1280 × 800', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  const box = await page.getByRole('slider', { name: 'Cursor' }).boundingBox()
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(box?.width).toBeGreaterThanOrEqual(160)
})

test('[V86] Setup has a card for zones under nodes, beside the fields of run that bring them', async () => {
  await openExample(page, 'Huge pages on a node that owns its frames')
  const sections = page.getByRole('complementary', { name: 'Sections' })
  await sections.getByRole('button', { name: /^Frames Run/ }).click()
  const card = page.getByRole('region', { name: 'What the part models' })
  await card.getByText('Nodes that own their frames.').waitFor()
  expect(await card.getByRole('listitem').count()).toBeGreaterThan(9)
  await sections.getByRole('button', { name: /^Policy/ }).click()
  await card.getByText('First touch').first().waitFor()
})

test('[V84] [V87] a large zone is drawn as a map with both fronts, and rewinds like any run', async () => {
  await openExample(page, 'A zone of 64 GiB')
  await page.locator('[data-path="zone.frames"]').fill('262144')
  await runToEnd(page)
  const map = page.getByRole('img', { name: /^The zone from its lowest frame/ })
  await map.waitFor()
  await page.keyboard.press('Home')
  for (let step = 0; step < 3; step++) await forward()
  await page.getByText(/^▶ migrate \d/).waitFor()
  const tracks = page.getByRole('region', { name: 'Tracks' })
  expect(await tracks.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0)
  expect(await tracks.locator('[data-track]').count()).toBe(4)
  await page.getByText(/^◀ free \d/).waitFor()
  await goTo(page, 'Timeline')
  await page.locator('[data-track="runs"]').waitFor()
  expect(host.faults).toEqual([])
})
