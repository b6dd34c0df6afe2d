import { describe, expect, test } from 'vitest'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import type { TieringSetup } from '../../shared/documents/experiment.ts'
import { problemSentence } from '../../shared/documents/problem.ts'
import { setPath, settablePaths } from '../../shared/documents/set-path.ts'
import { sampleParts, sampleSetup } from './sample-parts.ts'

function set(path: string, value: unknown, setup: TieringSetup = sampleSetup): TieringSetup {
  const changed = setPath(setup, path, value, sampleParts)
  if (!changed.ok) throw new Error(problemSentence(changed.error))
  return changed.value as TieringSetup
}

describe('setPath', () => {
  test('[D9] text becomes what the field holds; a quantity with a unit stays as written', () => {
    expect(set('seed', '42').run).toEqual({ seed: 42 })
    expect(set('run.lengthSec', '10 min').run).toEqual({ seed: 7, lengthSec: '10 min' })
    expect(set('policy.adaptive', 'off').policy).toEqual({ kind: 'scanner', adaptive: false })
    expect(set('run.scale', '8').run).toEqual({ seed: 7, scale: '8' })
    expect(set('name', 'again').name).toBe('again')
  })

  test('[D9] a cell of a table that stood at its default brings the other rows with it', () => {
    const { machine } = set('machine.nodes.1.capacityGiB', '96')
    expect(machine.nodes).toEqual([
      { title: 'dram', capacityGiB: 16 },
      { title: 'cxl', capacityGiB: 96, tier: 1 },
    ])
    expect(sampleSetup.machine).toEqual({ kind: 'two-tiers' })
  })

  test('[D9] another kind keeps the fields it has too and accepts, and drops the others', () => {
    const before = set('policy.batch', 4, set('policy.threshold_ms', 50))
    expect(set('policy.kind', 'lru', before).policy).toEqual({ kind: 'lru', batch: 4 })
    const tooLarge = set('policy.batch', 400)
    expect(set('policy.kind', 'lru', tooLarge).policy).toEqual({ kind: 'lru' })
  })

  test('[D9] a bad value is set and left to the check, since a form must be able to show it', () => {
    expect(checkSetup(set('policy.threshold_ms', 'soon'), sampleParts)).toMatchObject([
      { code: 'wrong-type' },
    ])
  })

  test.each([
    ['policy.treshold_ms', 1, 'did you mean "threshold_ms"?'],
    ['policy.kind', 'lrv', 'did you mean "lru"?'],
    ['run.sed', 1, 'did you mean "seed"?'],
    ['sed', 1, 'did you mean "seed"?'],
    ['format', 2, 'there is no field "format"'],
    ['machine', 2, 'there is no field "machine"'],
    ['machine.nodes.2.capacityGiB', 1, 'its rows are 0 to 1'],
    ['machine.nodes.0.capacity', 1, 'did you mean "capacityGiB"?'],
    ['machine.nodes.__proto__.x', 1, 'has no row'],
    ['machine.fastPages.0', 1, 'has no parts'],
    ['__proto__.polluted', 1, 'there is no field'],
    ['policy.__proto__', 1, 'has no field'],
  ])('[D9] "%s" is refused with the way out', (path, value, words) => {
    const changed = setPath(sampleSetup, path, value, sampleParts)
    expect(changed.ok ? '' : problemSentence(changed.error)).toContain(words)
  })

  test('[D9] every path that is offered can be set', () => {
    const paths = settablePaths(sampleSetup, sampleParts).filter((path) => !path.endsWith('.kind'))
    expect(paths.length).toBeGreaterThan(15)
    for (const path of paths) expect(setPath(sampleSetup, path, '1', sampleParts).ok).toBe(true)
  })
})
