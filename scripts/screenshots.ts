#!/usr/bin/env node
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { clickPlots, field, goTo, openExample, runToEnd } from '../test/app/steps.ts'
import { startWindowHost } from '../test/app/window-host.ts'

/** `npm run screenshots`: the pictures of README and docs, taken from the built program in a real Chromium. */
type Scheme = 'light' | 'dark'
const folder = join(import.meta.dirname, '../docs/screens')
/** Of the dark theme these are enough. */
const dark = ['timeline', 'compaction']
mkdirSync(folder, { recursive: true })
const host = await startWindowHost()
try {
  for (const scheme of ['light', 'dark'] as const) {
    const page = await host.openPage(scheme)
    // The second page is told of the first one's workspace.
    const notice = page.getByRole('button', { name: 'Dismiss' })
    if (scheme === 'dark') await notice.click()
    await take(page, 'home', scheme)
    await showTimeline(page, scheme)
    if (scheme === 'light') {
      await showComparison(page)
      await showSweep(page)
    }
    await showCompaction(page, scheme)
    await page.context().close()
  }
  if (host.faults.length > 0) throw new Error(host.faults.join('\n'))
} finally {
  await host.stop()
}

async function take(page: Page, name: string, scheme: Scheme): Promise<void> {
  if (scheme === 'dark' && !dark.includes(name)) return
  await page.waitForTimeout(800)
  await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) })
}

async function showTimeline(page: Page, scheme: Scheme): Promise<void> {
  await openExample(page, 'A hot band that moves on')
  const changed = field(page, 'policy.hot_threshold_ms')
  await changed.fill('90 000')
  await take(page, 'setup', scheme)
  await changed.fill('')
  await page.getByText('Ready.').waitFor()
  await runToEnd(page)
  await clickPlots(page, 0.36)
  await page.keyboard.press('[')
  await clickPlots(page, 0.5)
  await page.keyboard.press(']')
  await clickPlots(page, 0.42)
  await page.keyboard.press('j')
  await page.getByTestId('event').waitFor()
  await take(page, 'timeline', scheme)
}

/** The run that is there against one with a fixed threshold, at the first divergence. */
async function showComparison(page: Page): Promise<void> {
  await goTo(page, 'Setup')
  await field(page, 'policy.hot_threshold_ms').fill('300')
  await runToEnd(page)
  await goTo(page, 'Compare')
  await page.getByLabel('Baseline A').selectOption({ index: 0 })
  await page.getByLabel('Run B').selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Go there' }).click()
  await page.getByRole('region', { name: 'First divergence' }).locator('tr.decision').waitFor()
  await take(page, 'compare', 'light')
}

/** Miss ratios of four caches over the fast tier's size. */
async function showSweep(page: Page): Promise<void> {
  await openExample(page, 'Miss-ratio curve')
  await goTo(page, 'Sweep')
  await page.getByRole('button', { name: 'Run all points' }).click()
  await page.getByText('44 points, 44 results').waitFor({ timeout: 60_000 })
  for (let step = 0; step < 3; step++) await page.getByRole('slider').press('ArrowRight')
  await page.getByRole('heading', { name: 'Miss-ratio curve' }).click()
  await take(page, 'sweep', 'light')
}

/** The zone of 64 GiB, a third of the way through a pass. */
async function showCompaction(page: Page, scheme: Scheme): Promise<void> {
  await openExample(page, 'A zone of 64 GiB')
  await runToEnd(page)
  await clickPlots(page, 0.34)
  await page.getByText(/^frame .* moves to/).waitFor()
  await page.mouse.move(8, 8)
  await take(page, 'compaction', scheme)
}
