import { expect, test } from 'vitest'
import { pathSteps, samePath, setAt, valueAt, within } from '../../renderer/state/setup-path.ts'

test('[V6] a problem finds its field, in a row of a table and in a schedule too', () => {
  expect(pathSteps('machine.nodes.0.gib')).toEqual(['machine', 'nodes', 0, 'gib'])
  expect(samePath('machine.nodes[1].gib', 'machine.nodes.1.gib')).toBe(true)
  expect(pathSteps('schedule.2.set.policy.hot_threshold_ms')).toEqual([
    'schedule',
    2,
    'set',
    'policy.hot_threshold_ms',
  ])
  expect(within('policy', 'policy.kind')).toBe(true)
  expect(within('policy', 'policyX.kind')).toBe(false)
})

test('[V6] setting a path sets just that, and undefined takes the field out', () => {
  const draft = { schedule: [{ atSec: 1, set: {} }], policy: { kind: 'a', x: 1 } }
  setAt(draft, 'schedule.0.set.policy.x', 5)
  setAt(draft, 'policy.x', undefined)
  setAt(draft, 'run.seed', 3)
  expect(draft).toEqual({
    schedule: [{ atSec: 1, set: { 'policy.x': 5 } }],
    policy: { kind: 'a' },
    run: { seed: 3 },
  })
  expect(valueAt(draft, 'schedule.0.set.policy.x')).toBe(5)
  expect(valueAt(draft, 'policy.constructor')).toBeUndefined()
})
