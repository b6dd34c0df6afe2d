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
    await goTo(page, 'Home')
    await page.context().close()
  })
})
