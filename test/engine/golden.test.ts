import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PartInfo } from '../../shared/documents/part.ts'
import { goldenParts, goldenRun, smallSetup, type GoldenRun } from './golden-run.ts'

const folder = join(import.meta.dirname, '../golden')
const renew = process.env['UPDATE_GOLDEN'] === '1'
const renewal = 'UPDATE_GOLDEN=1 npm exec -- vitest run test/engine/golden.test.ts'

const fileOf = ({ family, id }: PartInfo) => `${family}-${id}.json`

function readGolden(part: PartInfo): readonly GoldenRun[] | undefined {
  const path = join(folder, fileOf(part))
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as GoldenRun[]) : undefined
}

/** A run of each engine of the part: the setup that its file has, or a small one made for it. */
function setupsOf(part: PartInfo) {
  const known = readGolden(part) ?? []
  return part.engines.map(
    (engine) =>
      known.find(({ setup }) => setup.run?.['engine'] === engine)?.setup ?? smallSetup(part, engine),
  )
}

describe.each(goldenParts)('golden runs of $family $id', { timeout: 60_000 }, (part) => {
  if (renew) {
    const runs = setupsOf(part).map(goldenRun)
    writeFileSync(join(folder, fileOf(part)), `${JSON.stringify(runs, null, 2)}\n`)
  }
  const golden = readGolden(part)

  test('[G1] there is one for each of its engines', () => {
    const engines = golden?.map(({ setup }) => setup.run?.['engine'])
    const wayOut = `make test/golden/${fileOf(part)} with: ${renewal}, then read what it says before you commit it`
    expect(engines, wayOut).toEqual(part.engines)
  })

  test.each(golden ?? [])('[G2] $setup.name: summary, decisions and state are what they were', (expected) => {
    const wayOut = `where the change is meant, renew with: ${renewal}, and say in the commit why the numbers moved`
    expect(goldenRun(expected.setup), wayOut).toEqual(expected)
  })

  test.each(golden ?? [])(
    '[G3] $setup.name: it uses the part, and each access was served by one node',
    ({ setup, summary }) => {
      expect(setup[part.family].kind).toBe(part.id)
      expect(summary['throughputAccessesPerSec']).toBeGreaterThan(0)
      const shares = Object.entries(summary).filter(([name]) => name.startsWith('accessShare.'))
      expect(shares.reduce((sum, [, share]) => sum + share, 0)).toBeCloseTo(1, 9)
    },
  )
})

test('[G1] no golden is left over from a part that is gone', () => {
  expect(readdirSync(folder).sort()).toEqual(goldenParts.map(fileOf).sort())
})
