import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parts } from '../../main/engine/catalog.ts'
import { readSetup } from '../../main/lab/read-setup.ts'
import { writeSetup } from '../../main/lab/write-setup.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import { settingsIn, studies } from '../../shared/documents/studies/studies.ts'
import { checkParam } from '../../shared/documents/param-check.ts'
import { isError } from '../../shared/documents/problem.ts'
import { withoutDefaults } from '../../shared/documents/without-defaults.ts'
import { randomSetup } from './random-setup.ts'

const declared = [
  ...studies.flatMap(({ id, runParams }) => runParams.map((info) => [`${id}.run`, info] as const)),
  ...parts.flatMap((part) => part.params.map((info) => [`${part.family} ${part.id}`, info] as const)),
]

describe('the parts of the catalog', () => {
  test.each(declared)(
    '[D1] %s: the default of $name is a value that its own check accepts',
    (_owner, info) => {
      if (info.type === 'file') return expect(info.default).toBe('')
      expect(checkParam(info, info.default, info.name)).toEqual([])
    },
  )

  test('[D4] every condition names a field beside it, and values that this field can have', () => {
    for (const params of [...studies.map((study) => study.runParams), ...parts.map((part) => part.params)]) {
      const tables = params.flatMap((info) => (info.type === 'table' ? [info.columns] : []))
      for (const list of [params, ...tables]) {
        for (const { name, when } of list) {
          if (when === undefined) continue
          const governor = list.find((other) => other.name === when.name && other.name !== name)
          expect(governor, `"${name}" depends on "${when.name}"`).toBeDefined()
          for (const value of when.is) expect(checkParam(governor!, value, name)).toEqual([])
        }
      }
    }
  })

  test('[D10] any setup made of them is valid, and comes back from YAML as it was', () => {
    fc.assert(
      fc.property(randomSetup(parts), (setup) => {
        expect(checkSetup(setup, parts).filter(isError)).toEqual([])
        const back = readSetup(writeSetup(setup, parts), parts)
        expect(back.setup).toEqual(withoutDefaults(setup, parts))
      }),
      { seed: 12, numRuns: 150 },
    )
  })
})

test('[K53] fields of run that bring a model with them have its card, and are there once they are set', () => {
  for (const { id, runParams, settings } of studies)
    for (const { params: own, when, fidelity, sources } of settings) {
      expect(own.filter((info) => !runParams.includes(info))).toEqual([])
      expect(own.map(({ name }) => name)).toContain(when.name)
      const lists = [fidelity.models, fidelity.approximates, fidelity.leavesOut, sources]
      expect(
        lists.map((list) => list.length > 0),
        id,
      ).toEqual([true, true, true, true])
    }
  const titles = ['none', 'fast', 'all'].map((zone) => {
    const text = `format: 1\nstudy: tiering\nname: t\nrun: { zone: ${zone} }\nmachine: { kind: custom }\nworkload: { kind: zipf }\npolicy: { kind: lru }\nmechanism: { kind: migrate_pages }\n`
    return settingsIn(readSetup(text, parts).setup!).map(({ id }) => id)
  }) // prettier-ignore
  expect(titles).toEqual([[], ['node-zones'], ['node-zones']])
})
