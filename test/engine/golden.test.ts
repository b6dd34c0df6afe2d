import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectDefined } from '../../shared/base/assert.ts'
import type { EngineId, PartInfo } from '../../shared/documents/part.ts'
import { choiceIn, studyOf } from '../../shared/documents/studies/studies.ts'
import { engineOf, goldenParts, goldenRun, smallSetup, type GoldenRun } from './golden-run.ts'

const folder = join(import.meta.dirname, '../golden')
const renew = process.env['UPDATE_GOLDEN'] === '1'

const fileOf = ({ family, id }: PartInfo) => `${family}-${id}.json`
const renewal = ({ family, id }: PartInfo) =>
  `UPDATE_GOLDEN=1 npm exec -- vitest run test/engine/golden.test.ts -t 'of ${family} ${id} is'`

function readGolden(part: PartInfo): readonly GoldenRun[] {
  const path = join(folder, fileOf(part))
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as GoldenRun[]) : []
}

const runOf = (part: PartInfo, engine: EngineId) =>
  readGolden(part).find(({ setup }) => engineOf(setup) === engine)

/** Runs each engine anew: the setup that the file has, or a small one where it has none. */
function renewGolden(part: PartInfo): void {
  const runs = part.engines.map((engine) => goldenRun(runOf(part, engine)?.setup ?? smallSetup(part, engine)))
  writeFileSync(join(folder, fileOf(part)), `${JSON.stringify(runs, null, 2)}\n`)
}

describe.each(goldenParts)('the golden run of $family $id is', { timeout: 60_000 }, (part) => {
  test('[G1] there for each of its engines', () => {
    if (renew) renewGolden(part)
    const engines = readGolden(part).map(({ setup }) => engineOf(setup))
    const wayOut = `make test/golden/${fileOf(part)} with: ${renewal(part)}\nand read it before you commit it`
    expect(engines, wayOut).toEqual(part.engines)
  })

  test.each(part.engines)('[G2] what it was, on %s: summary, decisions and state', (engine) => {
    const golden = expectDefined(runOf(part, engine), `there is a golden run on ${engine}`)
    const wayOut = `if the change is meant, run: ${renewal(part)}\nand say in the commit why the numbers moved`
    expect(goldenRun(golden.setup), wayOut).toEqual(golden)
  })

  test.each(part.engines)('[G3] of that part, on %s, and each access was served by one node', (engine) => {
    const { setup, summary } = expectDefined(runOf(part, engine), `there is a golden run on ${engine}`)
    const { sections } = studyOf(setup)
    expect(sections.map(({ name }) => choiceIn(setup, name)?.kind)).toContain(part.id)
    const shares = Object.entries(summary).filter(([name]) => name.startsWith('accessShare.'))
    if (shares.length > 0) expect(shares.reduce((sum, [, share]) => sum + share, 0)).toBeCloseTo(1, 9)
    else expect(engine).toBe('steps')
  })
})

test('[G1] no golden run is left over from a part that is gone', () => {
  expect(readdirSync(folder).sort()).toEqual(goldenParts.map(fileOf).sort())
})
