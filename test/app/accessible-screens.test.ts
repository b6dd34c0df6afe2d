import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { field, goTo, openExample, runToEnd } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

// Evaluated, not added as a script: the page's own policy forbids scripts that are not the host's.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Fault {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

/** Serious and critical faults, each with the first element that has it. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const faults = await page.evaluate<Fault[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)',
  )
  return faults
    .filter((fault) => fault.impact === 'serious' || fault.impact === 'critical')
    .map((fault) => `${fault.id}: ${fault.nodes[0]?.html.slice(0, 160)}`)
}

let host: WindowHost
beforeAll(async () => {
  host = await startWindowHost()
})
afterAll(() => host?.stop())

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  test('[V16] no screen has a serious fault', async () => {
    const page = await host.openPage(scheme)
    expect(await seriousFaults(page), 'Home').toEqual([])
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('high contrast')
    expect(await seriousFaults(page), 'Palette').toEqual([])
    await page.keyboard.press('Enter')
    expect(await page.locator('html').getAttribute('data-contrast')).toBe('more')
    expect(await seriousFaults(page), 'Home in high contrast').toEqual([])
    await openExample(page, 'A threshold that only rises')
    await page.getByText('Ready.').waitFor()
    expect(await seriousFaults(page), 'Setup in high contrast').toEqual([])
    await page.keyboard.press('Alt+m')
    await page
      .getByRole('dialog')
      .getByRole('textbox')
      .fill('node 0 size: 64215 MB\nnode 1 size: lots\nhello')
    expect(await seriousFaults(page), 'Paste your machine').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('high contrast')
    await page.keyboard.press('Enter')
    await field(page, 'policy.hot_threshold_ms').fill('90 000')
    await page.getByRole('alert').filter({ hasText: 'above its range' }).waitFor()
    expect(await seriousFaults(page), 'Setup with a problem').toEqual([])
    await field(page, 'policy.hot_threshold_ms').fill('')
    await field(page, 'run.lengthSec').fill('2 min')
    await page.getByText('Ready.').waitFor()
    await runToEnd(page)
    await page.keyboard.press('j')
    expect(await seriousFaults(page), 'Timeline').toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    expect(await seriousFaults(page), 'Keys').toEqual([])
    await page.keyboard.press('Escape')
    await page.context().close()
  })

  // Sixteen looks of axe, at two runs and a sweep: longer than other journeys.
  test(
    '[V16] no dialog of a run, no comparison, sweep or zone has a serious fault',
    { timeout: 240_000 },
    async () => {
      const page = await host.openPage(scheme)
      const dialog = page.getByRole('dialog')
      const found: Record<string, readonly string[]> = {}
      const look = async (name: string) => void (found[name] = await seriousFaults(page))
      /** A dialog that a key or a button opens; Escape closes it. */
      const lookAt = async (name: string, open: () => Promise<void>) => {
        await open()
        await dialog.waitFor()
        await look(name)
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached' })
      }
      const command = async (words: string) => {
        await page.keyboard.press('Control+k')
        await dialog.getByRole('combobox').fill(words)
        await page.keyboard.press('Enter')
      }

      await openExample(page, 'A threshold that only rises')
      await page.keyboard.press('Alt+k')
      await page.getByLabel('Name for this machine').fill('mine')
      await page.keyboard.press('Enter')
      await look('Setup with an own machine')
      await lookAt('YAML', () => command('export setup yaml'))
      await lookAt('Open', () => page.keyboard.press('Control+o'))
      await lookAt('Save', () => page.keyboard.press('Control+s'))
      await lookAt('What a part is', () => command('part policy autonuma-tiering'))
      await lookAt('What a metric is', () => command('metric meanLatencyNs'))
      await field(page, 'run.lengthSec').fill('2 min')
      await runToEnd(page)
      await lookAt('Export', () => page.keyboard.press('e'))
      await lookAt('Fork', () => page.keyboard.press('b'))
      await lookAt('Overlay', () => page.getByRole('button', { name: 'Overlay…' }).click())
      await lookAt('Regret', () => command('regret'))
      await page.keyboard.press('Alt+4')
      await look('Compare with one run')
      await goTo(page, 'Setup')
      await field(page, 'policy.hot_threshold_ms').fill('300')
      await runToEnd(page)
      await goTo(page, 'Compare')
      await page.getByLabel('Baseline A').selectOption({ index: 0 })
      await page.getByLabel('Run B').selectOption({ index: 1 })
      await page.getByRole('region', { name: 'First divergence' }).waitFor()
      await look('Compare')

      await openExample(page, 'Miss-ratio curve')
      await page.keyboard.press('Alt+6')
      await look('Sweep before its runs')
      await page.getByRole('button', { name: 'Run all points' }).click()
      await page.getByRole('slider', { name: /^miss ratio over/ }).waitFor({ timeout: 60_000 })
      await look('Sweep')

      await page.keyboard.press('Alt+c')
      await page.getByRole('combobox', { name: 'Which zone' }).waitFor()
      await look('New compaction experiment')
      await openExample(page, 'Two scanners meet')
      await page.keyboard.press('Control+Enter')
      await page.getByRole('region', { name: 'Frames' }).waitFor({ timeout: 60_000 })
      await look('Compaction')
      expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([])
      expect(Object.keys(found)).toHaveLength(16)
      await page.context().close()
    },
  )
})
