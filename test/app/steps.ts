import type { Page } from 'playwright-core'

/** What a person does, in the words of a journey. */

export async function openExample(page: Page, name: string): Promise<void> {
  await goTo(page, 'Home')
  await page
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await page.getByRole('region', { name: 'Drawing of the machine' }).waitFor()
}

export async function goTo(
  page: Page,
  screen: 'Home' | 'Setup' | 'Timeline' | 'Compare' | 'Sweep',
): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click()
}

export function field(page: Page, path: string) {
  return page.locator(`[data-path="${path}"]`)
}

/** A whole run of the experiment on screen, until its summary is there. */
export async function runToEnd(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter')
  await page.getByLabel('Summary of the run').waitFor({ timeout: 60_000 })
}

/** Puts the cursor at a share of the width of the plots. */
export async function clickPlots(page: Page, share: number): Promise<void> {
  const box = await plotBox(page)
  await page.mouse.click(box.x + box.width * share, box.y + 60)
}

export async function dragPlots(page: Page, from: number, to: number, key?: 'Shift'): Promise<void> {
  const box = await plotBox(page)
  if (key) await page.keyboard.down(key)
  await page.mouse.move(box.x + box.width * from, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * ((from + to) / 2), box.y + 60)
  await page.mouse.move(box.x + box.width * to, box.y + 60)
  await page.mouse.up()
  if (key) await page.keyboard.up(key)
}

export async function plotBox(page: Page) {
  const box = await page.getByTestId('plots').boundingBox()
  if (!box) throw new Error('there are no plots on screen')
  return box
}

export async function clock(page: Page): Promise<string> {
  return (await page.getByLabel('Time at the cursor').textContent()) ?? ''
}

/** Waits until reading twice, some frames apart, gives the same. */
export async function settled(page: Page, read: () => Promise<string>): Promise<string> {
  let last = await read()
  for (let i = 0; i < 50; i++) {
    await page.waitForTimeout(80)
    const now = await read()
    if (now === last) return now
    last = now
  }
  throw new Error(`it never came to rest: ${last}`)
}
