#!/usr/bin/env node
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { clickPlots, field, openExample, runToEnd } from '../test/app/steps.ts'
import { startWindowHost } from '../test/app/window-host.ts'

/** `npm run screenshots`: the pictures of the README, taken from the built program in a real Chromium. */
const folder = join(import.meta.dirname, '../docs/screens')
mkdirSync(folder, { recursive: true })
const host = await startWindowHost()
try {
  for (const scheme of ['light', 'dark'] as const) {
    const page = await host.openPage(scheme)
    const take = async (name: string) => {
      // Of the dark theme one picture is enough.
      if (scheme === 'dark' && name !== 'timeline') return
      await page.waitForTimeout(800)
      await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) })
    }
    // The second page is told of the first one's workspace.
    const notice = page.getByRole('button', { name: 'Dismiss' })
    if (scheme === 'dark') await notice.click()
    await take('home')
    await openExample(page, 'A hot band that moves on')
    const changed = field(page, 'policy.hot_threshold_ms')
    await changed.fill('90 000')
    await take('setup')
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
    await take('timeline')
    await page.context().close()
  }
} finally {
  await host.stop()
}
