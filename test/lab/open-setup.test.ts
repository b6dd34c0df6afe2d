import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '../../shared/contract/lab.ts'
import { smallSetup, startTestCore, type TestCore } from './test-core.ts'

let core: TestCore
let lab: Lab

beforeAll(() => {
  core = startTestCore()
  lab = core.openSession().lab
  mkdirSync(core.path('deep'))
})
afterAll(() => core.dispose())

describe('a setup that is opened by its path', () => {
  test('[L15] is the one in the file, with its trace found beside it from anywhere', async () => {
    const { yaml } = await lab.writeSetup({ setup: smallSetup() })
    writeFileSync(core.path('small.yaml'), yaml)
    expect(await lab.openSetup({ path: core.path('small.yaml') })).toEqual(await lab.readSetup({ yaml }))

    const replay = {
      ...smallSetup(), run: { engine: 'replay' as const }, policy: { kind: 'lru' },
      workload: { kind: 'trace', path: 'mine.csv' },
    } // prettier-ignore
    writeFileSync(core.path('deep/replay.yaml'), (await lab.writeSetup({ setup: replay })).yaml)
    writeFileSync(core.path('deep/mine.csv'), '1\n2\n1\n')
    const { setup } = await lab.openSetup({ path: core.path('deep/replay.yaml') })
    expect(setup).toMatchObject({ workload: { kind: 'trace', path: core.path('deep/mine.csv') } })
    expect((await lab.checkSetup({ setup: setup! })).plan?.trace?.accessCount).toBe(3)
    const text = (await lab.writeSetup({ setup: { ...replay, workload: { kind: 'trace', path: 'none.csv' } } })).yaml
    writeFileSync(core.path('deep/none.yaml'), text)
    expect((await lab.openSetup({ path: core.path('deep/none.yaml') })).setup).toMatchObject({ workload: { path: 'none.csv' } })
  }) // prettier-ignore

  test('[L15] or what is wrong with it, by line; and what is no file is refused', async () => {
    writeFileSync(core.path('wrong.yaml'), 'format: 1\nstudy: tiering\nrun: { lengthSec: 3 GHz }\n')
    const { problems } = await lab.openSetup({ path: core.path('wrong.yaml') })
    expect(problems).toContainEqual(expect.objectContaining({ line: 3 }))
    await expect(lab.openSetup({ path: core.path('gone.yaml') })).rejects.toMatchObject({
      code: 'file-missing',
    })
    await expect(lab.openSetup({ path: core.path('deep') })).rejects.toMatchObject({ code: 'file-refused' })
  })
})
