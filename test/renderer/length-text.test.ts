import { expect, test } from 'vitest'
import { exampleWith } from '../engine/compaction/run-study.ts'
import { parts } from '../../main/engine/catalog.ts'
import { lengthText } from '../../renderer/plot/length-text.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'

test('[V101] a run says what it came to, and a plan that something else ends what it allows for', () => {
  const planOf = (example: string, sets = {}) => resolvePlan(exampleWith(example, sets), parts)
  const slides = planOf('compaction-slides')
  expect(lengthText(slides)).toBe('at most 10 min simulated')
  expect(lengthText(slides, { status: 'running', simulatedNs: 9000 })).toBe('at most 10 min simulated')
  expect(lengthText(slides, { status: 'paused', simulatedNs: 0 })).toBe('at most 10 min simulated')
  expect(lengthText(slides, { status: 'done', simulatedNs: 18_660 })).toBe('18.7 µs simulated')
  expect(lengthText(planOf('compaction-huge-pages'))).toBe('at most 10 min simulated')
  expect(lengthText(planOf('hot-set-drift', { 'run.lengthSec': 60 }))).toBe('1 min simulated')
})
