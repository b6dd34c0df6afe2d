import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { field, goTo, openExample, runToEnd } from './steps.ts'
import { startWindowHost, type WindowHost } from './window-host.ts'

let host: WindowHost
let page: Page
const pictures = process.env.TIERLAB_PICTURES
const take = async (name: string) => {
  if (pictures === undefined) return
  mkdirSync(pictures, { recursive: true })
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}
const yaml = `format: 1
study: tiering
name: From a file
run: { lengthSec: 1 min, scale: 512 }
machine: { kind: spr-ddr5-cxl }
workload: { kind: zipf }
policy: { kind: autonuma-tiering }
mechanism: { kind: migrate_pages }
`

beforeAll(async () => {
  host = await startWindowHost()
  writeFileSync(join(host.folder, 'mine.yaml'), yaml)
  writeFileSync(join(host.folder, 'wrong.yaml'), 'format: 1\nstudy: juggling\n')
  writeFileSync(join(host.folder, 'accesses.csv'), '1\n2\n3\n1\n')
  page = await host.openPage()
})
afterAll(() => host?.stop())

async function openByPath(name: string): Promise<void> {
  await goTo(page, 'Home')
  await page.getByPlaceholder('/path/to/file').fill(join(host.folder, name))
  await page.getByRole('button', { name: 'Open by path' }).click()
}

/** What a person drops from a file manager: the browser tells name and content, never the path. */
async function drop(name: string, content: string): Promise<void> {
  await page.evaluate(
    ([fileName, text]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([text], fileName))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    },
    [name, content] as const,
  )
}

test('[W15] a setup opens by its path and by being dropped, a trace by its path; what is wrong is said by line', async () => {
  await openByPath('mine.yaml')
  await page.getByLabel('Name').waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe('From a file')
  await openByPath('wrong.yaml')
  await page.getByText(/wrong\.yaml", line 2: .*juggling/).waitFor()
  await drop('dropped.yaml', yaml.replace('From a file', 'Dropped'))
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Dropped')
  await openByPath('accesses.csv')
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Trace accesses.csv')
  await drop('other.tierlab', 'bytes')
  await page.getByText('a browser does not tell where "other.tierlab" lies').waitFor()
})

test('[W15] the title says that it has no name, then the name; edits of a named one are in its file at once', async () => {
  expect(await page.title()).toBe('untitled – Tierlab •')
  await page.keyboard.press('Control+s')
  await page.getByLabel('Name or path').fill(join(host.folder, 'documents.tierlab'))
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => page.title()).toBe('documents – Tierlab')
  await goTo(page, 'Setup')
  await page.getByLabel('Name').fill('Renamed')
  await expect.poll(() => page.title()).toBe('documents – Tierlab •')
  await expect.poll(() => page.title()).toBe('documents – Tierlab')
})

test('[W16] name, fields and schedule are undone and redone, each edit by itself', async () => {
  await goTo(page, 'Home')
  await page.getByRole('button', { name: /^From a file/ }).click()
  await page.getByLabel('Name').fill('Other name')
  await field(page, 'run.lengthSec').fill('2 min')
  await page.getByRole('button', { name: 'Add a change' }).click()
  const rows = page.locator('[data-path^="schedule.0"]')
  await rows.first().waitFor()
  await page.keyboard.press('Control+z')
  await expect.poll(() => rows.count()).toBe(0)
  await page.keyboard.press('Control+z')
  await expect.poll(() => field(page, 'run.lengthSec').inputValue()).toMatch(/^(60|1 min|60 s)/)
  await page.keyboard.press('Control+z')
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('From a file')
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+Shift+Z')
  await rows.first().waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe('Other name')
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z')
})

test('[W16] a removed run and a removed experiment come back, and are gone once the workspace is left', async () => {
  await runToEnd(page)
  await page.getByRole('button', { name: 'Remove run 1' }).click()
  await page.getByText('not run yet').first().waitFor()
  const runOne = page.getByRole('button', { name: /^run 1 · seed/ })
  expect(await runOne.count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await runOne.waitFor()
  await goTo(page, 'Home')
  await page.getByRole('button', { name: 'Remove From a file' }).click()
  await take('removed')
  const experiment = page.getByRole('button', { name: /^From a file/ })
  await experiment.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+z')
  await experiment.waitFor()
  await page.getByRole('button', { name: 'Remove From a file' }).click()
  await page.keyboard.press('Control+s')
  await page.getByText('saved documents').waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'In documents' }).waitFor()
  await page.getByRole('button', { name: /^Dropped/ }).waitFor()
  expect(await experiment.count()).toBe(0)
})

test('[W17] after a crash the window offers the untitled workspace that was kept, and it can be discarded', async () => {
  const other = await host.openPage()
  await openExample(other, 'A threshold that only rises')
  await other.getByText('Ready.').waitFor()
  await host.crash()
  await host.restart()
  page = await host.openPage()
  await page.getByText('an untitled workspace was kept from before').waitFor()
  await take('kept')
  await page.getByRole('button', { name: 'Open it', exact: true }).click()
  await page.getByRole('heading', { name: 'In untitled' }).or(page.getByLabel('Name')).first().waitFor()
  await goTo(page, 'Home')
  await page
    .getByRole('button', { name: /^A threshold that only rises/ })
    .first()
    .waitFor()

  const third = await host.openPage()
  await openExample(third, 'A threshold that only rises')
  await third.getByText('Ready.').waitFor()
  await third.context().close()
  page = await host.openPage()
  await page.getByText('an untitled workspace was kept from before').waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'For good?' }).click()
  await page.getByText('Kept without a name').waitFor({ state: 'detached' })
})

test('[C22] in all of that, no page asked anybody but its own host', () => {
  expect(host.requests.length).toBeGreaterThan(10)
  expect(host.requests.filter((url) => !/^((http|ws):\/\/127\.0\.0\.1:\d+\/|blob:|data:)/.test(url))).toEqual(
    [],
  )
})
