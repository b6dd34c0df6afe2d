import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import { problemSentence, type Problem } from '../../shared/documents/problem.ts'
import { setPath } from '../../shared/documents/set-path.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { sampleParts, sampleSetup, sampleWith } from './sample-parts.ts'

function problems(change: Readonly<Record<string, unknown>>): Problem[] {
  return checkSetup(sampleWith(change), sampleParts)
}

function only(change: Readonly<Record<string, unknown>>): Problem {
  const found = problems(change)
  expect(found.map((problem) => problem.code)).toHaveLength(1)
  return found[0]
}

describe('checkSetup', () => {
  test('[D1] a setup with defaults has no problems', () => {
    expect(checkSetup(sampleSetup, sampleParts)).toEqual([])
  })

  test.each([
    [{ policy: { kind: 'scaner' } }, 'unknown-kind', 'policy.kind', 'did you mean "scanner"?'],
    [{ policy: { kind: 'zipf' } }, 'unknown-kind', 'policy.kind', 'that is a workload'],
    [{ policy: 'scanner' }, 'missing-kind', 'policy.kind', '{kind: scanner}'],
    [{ policy: undefined }, 'missing-kind', 'policy', '"policy" is missing'],
    [{ policy: { kind: 'scanner', treshold_ms: 5 } }, 'unknown-field', 'policy.treshold_ms', '"threshold_ms"'],
    [{ polcy: {} }, 'unknown-section', 'polcy', 'did you mean "policy"?'],
    [{ policy: { kind: 'scanner', threshold_ms: 'soon' } }, 'wrong-type', 'policy.threshold_ms', '"soon"'],
    [{ policy: { kind: 'scanner', threshold_ms: NaN } }, 'wrong-type', 'policy.threshold_ms', 'not a number'],
    [{ policy: { kind: 'scanner', threshold_ms: '5 GiB' } }, 'bad-unit', 'policy.threshold_ms', 'use ns, us'],
    [{ policy: { kind: 'scanner', adaptive: 'yes' } }, 'wrong-type', 'policy.adaptive', 'true or false'],
    [{ policy: { kind: 'scanner', batch: 1.5 } }, 'not-whole', 'policy.batch', 'use 2 pages'],
    [{ run: { engine: 'replays' } }, 'unknown-choice', 'run.engine', 'did you mean "replay"?'],
    [{ run: { scale: true } }, 'wrong-type', 'run.scale', 'one of'],
    [{ run: [] }, 'wrong-type', 'run', 'a list'],
    [{ format: 2 }, 'format-newer', 'format', 'newer than the 1'],
    [{ format: 0 }, 'format-older', 'format', 'older than the 1'],
    [{ format: undefined }, 'missing-format', 'format', 'write "format: 1"'],
    [{ study: 'database' }, 'unknown-study', 'study', 'write "tiering"'],
    [{ name: ' ' }, 'empty-name', 'name', 'give it one'],
    [{ name: 'x'.repeat(300) }, 'too-long', 'name', '300 characters'],
    [{ about: 'bell \u0007' }, 'control-character', 'about', 'number 7'],
    [{ machine: { kind: 'two-tiers', nodes: 3 } }, 'wrong-type', 'machine.nodes', 'a list of rows'],
    [{ machine: { kind: 'two-tiers', nodes: [{}] } }, 'too-few-rows', 'machine.nodes', 'up to 2'],
    [{ machine: { kind: 'two-tiers', nodes: [{}, {}, {}, {}, {}] } }, 'too-many-rows', 'machine.nodes', 'down to 4'],
    [{ machine: { kind: 'two-tiers', nodes: [{}, 5] } }, 'wrong-type', 'machine.nodes.1', 'row 2'],
    [{ machine: { kind: 'two-tiers', nodes: [{}, { capacityGiB: 0 }] } }, 'out-of-range', 'machine.nodes.1.capacityGiB', 'at least 0.5 GiB'],
    [{ machine: { kind: 'two-tiers', nodes: [{}, { size: 0 }] } }, 'unknown-field', 'machine.nodes.1.size', 'a row of "nodes"'],
    [{ workload: { kind: 'file' }, run: { engine: 'replay' } }, 'missing-file', 'workload.path', 'names no file'],
    [{ schedule: {} }, 'wrong-type', 'schedule', 'a mapping'],
    [{ schedule: [{ atSec: 1, set: {} }] }, 'wrong-type', 'schedule.0.set', 'empty'],
    [{ schedule: [{ set: { 'policy.threshold_ms': 5 } }] }, 'wrong-type', 'schedule.0.atSec', 'missing'],
    [{ schedule: [{ atSec: -1, set: { 'policy.threshold_ms': 5 } }] }, 'out-of-range', 'schedule.0.atSec', 'before the start'],
    [{ schedule: [{ atSec: 1, set: { 'policy.batch': 5 } }] }, 'not-live', 'schedule.0.set.policy.batch', '"policy.threshold_ms"'],
    [{ schedule: [{ atSec: 1, set: { 'policy.thresholdms': 5 } }] }, 'unknown-path', 'schedule.0.set.policy.thresholdms', 'did you mean "policy.threshold_ms"?'],
    [{ schedule: [{ atSec: 1, set: { 'run.seed': 5 } }] }, 'unknown-path', 'schedule.0.set.run.seed', 'SECTION.NAME'],
    [{ schedule: [{ atSec: 1, set: { 'policy.threshold_ms': 0 } }] }, 'out-of-range', 'schedule.0.set.policy.threshold_ms', 'at least 1 ms'],
    [{ schedule: [{ atSec: 1, set: { 'policy.threshold_ms': 5 }, by: 'me' }] }, 'unknown-field', 'schedule.0.by', '"atSec"'],
  ])('[D2] %j is a problem with code, place and way out', (change, code, path, words) => {
    const problem = only(change)
    expect(problem).toMatchObject({ severity: 'error', code, path })
    expect(problemSentence(problem)).toContain(words)
  }) // prettier-ignore

  test('[D2] out of range says fact, range, reason and way out, and offers the end and the default', () => {
    const problem = only({ policy: { kind: 'scanner', threshold_ms: '2 min' } })
    expect(problem.fact).toBe(
      '"threshold_ms" is "2 min" (120000 ms), above its range 1 – 60000 ms (the kernel clamps it at a minute)',
    )
    expect(problem.wayOut).toBe('use at most 60000 ms')
    expect(problem.fixes?.map((fix) => [fix.path, fix.value])).toEqual([
      ['policy.threshold_ms', 60_000],
      ['policy.threshold_ms', 1000],
    ])
  })

  test('[D2] keys that mean something to JavaScript are refused wherever they stand', () => {
    const hostile = JSON.parse(`{
      "format": 1, "study": "tiering", "name": "x", "__proto__": {"polluted": true},
      "run": {"constructor": 1}, "machine": {"kind": "two-tiers", "nodes": [{"__proto__": 1}, {}]},
      "workload": {"kind": "zipf", "prototype": 2}, "policy": {"kind": "constructor"}, "mechanism": {"kind": "copy"},
      "schedule": [{"atSec": 1, "set": {"policy.__proto__": 1}, "__proto__": 1}]
    }`) as unknown
    const found = checkSetup(hostile, sampleParts)
    expect(found.map((problem) => `${problem.code} ${problem.path}`).sort()).toEqual([
      'refused-key __proto__',
      'refused-key machine.nodes.0.__proto__',
      'refused-key run.constructor',
      'refused-key schedule.0.__proto__',
      'refused-key workload.prototype',
      'unknown-kind policy.kind',
      'unknown-path schedule.0.set.policy.__proto__',
    ])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('[D3] a part that does not run on the engine says which do, and each fix removes the problem', () => {
    const setup = sampleWith({ policy: { kind: 'lru' } }) as ExperimentSetup
    const [problem] = checkSetup(setup, sampleParts)
    expect(problem).toMatchObject({ code: 'engine', path: 'policy.kind', severity: 'error' })
    expect(problem?.fact).toContain('"replay", not on "rates"')
    expect(problem?.wayOut).toContain('"static" or "scanner"')
    for (const fix of problem?.fixes ?? []) {
      const fixed = setPath(setup, fix.path, fix.value, sampleParts)
      expect(fixed.ok && checkSetup(fixed.value, sampleParts)).toEqual([])
    }
    expect(problem?.fixes).toHaveLength(3)
  })

  test('[D4] a field whose condition does not hold is a warning, unless it says the default', () => {
    expect(only({ policy: { kind: 'scanner', adaptive: false, period_s: 30 } })).toMatchObject({
      severity: 'warning', code: 'not-used', path: 'policy.period_s',
    }) // prettier-ignore
    expect(problems({ policy: { kind: 'scanner', adaptive: false, period_s: '1 min' } })).toEqual([])
    expect(problems({ policy: { kind: 'scanner', period_s: 30 } })).toEqual([])
  })

  test('[D4] what is scheduled after the end is a warning', () => {
    const schedule = [{ atSec: '11 min', set: { 'policy.threshold_ms': '5 s' } }]
    expect(only({ schedule })).toMatchObject({ severity: 'warning', code: 'after-the-end' })
    expect(problems({ schedule, run: { lengthSec: '20 min' } })).toEqual([])
  })

  test('[D5] the engine is asked only about a setup that has no errors, and its problems come last', () => {
    const tooLarge: Problem = {
      severity: 'error',
      code: 'too-large',
      path: 'workload',
      fact: 'f',
      wayOut: 'w',
    }
    const asked: string[] = []
    const extra = (plan: { name: string }) => (asked.push(plan.name), [tooLarge])
    expect(checkSetup(sampleWith({ name: '' }), sampleParts, extra)).toHaveLength(1)
    expect(asked).toEqual([])
    expect(checkSetup(sampleSetup, sampleParts, extra)).toEqual([tooLarge])
    expect(asked).toEqual(['sample'])
  })

  test('[D6] any value at all is checked without an exception, and everything that is wrong has fact and way out', () => {
    const anything = fc.anything({ withNullPrototype: true, maxDepth: 3 })
    const nearly = fc.record(
      {
        format: fc.constantFrom(1, 1, 1, 2, 'x'), study: fc.constantFrom('tiering', 'x'), name: anything,
        run: anything, machine: anything, workload: fc.record({ kind: fc.constantFrom('zipf', 'file'), skew: anything }),
        policy: fc.record({ kind: fc.constant('scanner'), threshold_ms: anything, adaptive: anything, period_s: anything }),
        mechanism: anything, schedule: fc.array(fc.record({ atSec: anything, set: anything })),
      },
      { requiredKeys: [] },
    ) // prettier-ignore
    fc.assert(
      fc.property(fc.oneof(anything, nearly), (value) => {
        for (const problem of checkSetup(value, sampleParts)) {
          expect(problem.fact).toMatch(/\S/)
          expect(problem.wayOut).toMatch(/\S/)
        }
      }),
      { seed: 4, numRuns: 500 },
    )
  })
})
