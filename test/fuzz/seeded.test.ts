import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzTargets } from './properties.ts'

describe('hostile input', () => {
  test.each(fuzzTargets)('[Z5] $name: read, or refused with a place and a way out', ({ property }) => {
    const { failed, numRuns, counterexample, errorInstance } = fc.check(property, { seed: 5, numRuns: 150 })
    expect(failed ? { counterexample, error: String(errorInstance) } : undefined).toBeUndefined()
    expect(numRuns).toBe(150)
  })
})
