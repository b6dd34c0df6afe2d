import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TieringSetup } from '../../shared/documents/experiment.ts'
import type { TieringPlan } from '../../shared/documents/plan.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { withoutDefaults } from '../../shared/documents/without-defaults.ts'
import { readSetup } from '../../main/lab/read-setup.ts'
import { writeSetup } from '../../main/lab/write-setup.ts'
import { randomSetup } from '../documents/random-setup.ts'
import { sampleParts, sampleSetup } from '../documents/sample-parts.ts'

const good = `format: 1
study: tiering
name: by hand # a comment
about: |
  Two lines:
  of text.
run: { lengthSec: 10 min, scale: 8 }
machine:
  kind: two-tiers
  nodes:
    - { title: dram, capacityGiB: 512 MiB }
    - { title: cxl, capacityGiB: 64, tier: 1 }
workload: { kind: zipf, writeShare: 25 % }
policy:
  kind: scanner
  threshold_ms: 2 s
mechanism: { kind: copy }
schedule:
  - atSec: 1 min
    set: { policy.threshold_ms: 250 }
`

function read(text: string) {
  return readSetup(text, sampleParts)
}

describe('readSetup', () => {
  test('[D10] text as people write it becomes a setup and a plan', () => {
    const { setup, problems } = read(good)
    expect(problems).toEqual([])
    expect(setup).toMatchObject({
      name: 'by hand',
      about: 'Two lines:\nof text.\n',
      run: { lengthSec: '10 min', scale: '8' },
    })
    expect(setup?.schedule).toEqual([{ atSec: 60, set: { 'policy.threshold_ms': 250 } }])
    const plan = resolvePlan(setup!, sampleParts) as TieringPlan
    expect(plan.run).toMatchObject({ lengthNs: 600e9, scale: 8 })
    expect(plan.workload.values).toEqual({ skew: 0.99, writeShare: 0.25 })
    expect(plan.policy.values.threshold_ms).toBe(2000)
  })

  test.each([
    [good.replace('threshold_ms: 2 s', 'threshold_ms: 2 h'), 16, 'out-of-range', '"2 h"'],
    [good.replace('threshold_ms: 2 s', 'treshold_ms: 2 s'), 16, 'unknown-field', '"threshold_ms"'],
    [good.replace('capacityGiB: 64', 'capacityGiB: lots'), 12, 'wrong-type', '"lots"'],
    [good.replace('policy.threshold_ms', 'policy.batch'), 20, 'not-live', 'cannot change'],
    [good.replace('kind: scanner', 'kind: lru'), 15, 'engine', 'not on "rates"'],
    [good.replace('format: 1', 'format: 9'), 1, 'format-newer', 'newer'],
    [good.replace('mechanism: { kind: copy }\n', ''), undefined, 'missing-kind', '"mechanism" is missing'],
    [good.replace('run: {', 'run: { lengthSec: 5,'), 7, 'duplicate-field', 'first on line 7'],
    [`${good}name: twice\n`, 21, 'duplicate-field', 'first on line 3'],
    [good.replace('  kind: scanner', '\tkind: scanner'), 15, 'bad-yaml', 'indent with spaces'],
    [`${good}---\n${good}`, 21, 'bad-yaml', 'one experiment in a file'],
    [good.replace('{ kind: copy }', '{ kind: copy'), 18, 'bad-yaml', 'close every bracket'],
    [good.replace('name: by hand', 'name: *hand'), 3, 'bad-yaml', 'anchor'],
    [good.replace('name: by hand', 'name: !js by hand'), 3, 'bad-yaml', 'tags have no meaning'],
    ['', undefined, 'not-a-setup', 'start with "format: 1"'],
    ['- a\n- b\n', undefined, 'not-a-setup', 'a list'],
    ['just text', undefined, 'not-a-setup', 'the text "just text"'],
    ['[1, 2', 1, 'bad-yaml', 'close the bracket'],
    ['? [a]\n: 1', 1, 'bad-yaml', 'a plain word before the colon'],
    ['\u0000\u0001', undefined, 'not-a-setup', 'the text'],
    ['x'.repeat(1024 * 1024 + 1), undefined, 'too-large', 'is this the right file?'],
    ['[{a: '.repeat(50_000), 1, 'bad-yaml', ''],
    [`${'['.repeat(40)}${']'.repeat(40)}`, 1, 'too-large', 'nested more than 16 deep'],
    ['a: &a 1\nb: { c: *a, d: *e }', 2, 'bad-yaml', '"*e" names no anchor'],
    ['a: &a [*a]', 1, 'too-large', 'nested more than 16 deep'],
  ])('[D11] %# is refused on its line with a way out', (text, line, code, words) => {
    const { problems } = read(text)
    const [first] = problems.filter((problem) => problem.code !== 'unknown-path')
    expect(first).toMatchObject({ code, severity: 'error' })
    expect(first?.line).toBe(line)
    expect(`${first?.fact}; ${first?.wayOut}`).toContain(words)
    expect(first?.wayOut).not.toBe('')
  })

  test('[D11] aliases that unfold to billions are refused, and soon', () => {
    const levels = Array.from({ length: 9 }, (_, i) => {
      const body =
        i === 0
          ? Array(9).fill('1').join(',')
          : Array(9)
              .fill(`*a${i - 1}`)
              .join(',')
      return `a${i}: &a${i} [${body}]`
    })
    expect(read(levels.join('\n')).problems).toMatchObject([{ code: 'too-large', severity: 'error' }])
  })

  test('[D11] a value out of range still gives a setup for the form; a value of another shape gives none', () => {
    const { setup } = read(good.replace('threshold_ms: 2 s', 'threshold_ms: 2 h'))
    expect(setup).toMatchObject({ policy: { kind: 'scanner', threshold_ms: '2 h' } })
    expect(read(good.replace('threshold_ms: 2 s', 'threshold_ms: [1]')).setup).toBeUndefined()
    expect(read(good.replace('threshold_ms: 2 s', 'threshold_ms:')).setup).toBeUndefined()
    expect(read(good.replace('  threshold_ms: 2 s', '  __proto__: 1')).setup).toBeUndefined()
  })

  test('[D11] any text at all is read without an exception', () => {
    const bits = fc.constantFrom(
      ...good.split(/(?<=\n)/),
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '- ',
      ': ',
      '\t',
      '"',
      '---\n',
      '<<: ',
      '? ',
      '%YAML 1.1\n',
      '!!binary ',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(bits, { maxLength: 30 }).map((list) => list.join('')),
    )
    fc.assert(
      fc.property(text, (yaml) => {
        const { setup, problems } = read(yaml)
        expect(setup !== undefined || problems.length > 0).toBe(true)
        for (const problem of problems) expect(problem.wayOut).toMatch(/\S/)
      }),
      { seed: 11, numRuns: 400 },
    )
  })
})

describe('writeSetup', () => {
  test('[D10] the text has a fixed order, short rows, and only what differs from the defaults', () => {
    const setup: TieringSetup = {
      ...sampleSetup,
      run: { scale: '8', seed: 7, engine: 'rates' },
      policy: { kind: 'scanner', batch: 64, threshold_ms: '2 s' },
      machine: { kind: 'two-tiers', nodes: [{ capacityGiB: 1, title: 'a' }, { title: 'b' }] },
      schedule: [{ atSec: 60, set: { 'policy.threshold_ms': 250 } }],
    }
    expect(writeSetup(setup, sampleParts)).toBe(`format: 1
study: tiering
name: sample
run:
  seed: 7
  scale: 8
machine:
  kind: two-tiers
  nodes:
    - { title: a, capacityGiB: 1 }
    - { title: b }
workload:
  kind: zipf
policy:
  kind: scanner
  threshold_ms: 2 s
mechanism:
  kind: copy
schedule:
  - { atSec: 60, set: { policy.threshold_ms: 250 } }
`)
  })

  test('[D10] a setup that was written reads back as itself without the defaults, and is written the same again', () => {
    fc.assert(
      fc.property(randomSetup(sampleParts), (setup) => {
        const text = writeSetup(setup, sampleParts)
        const back = readSetup(text, sampleParts)
        expect(back.problems.filter((problem) => problem.severity === 'error')).toEqual([])
        expect(back.setup).toEqual(withoutDefaults(setup, sampleParts))
        expect(writeSetup(back.setup!, sampleParts)).toBe(text)
      }),
      { seed: 10, numRuns: 300 },
    )
  })
})
