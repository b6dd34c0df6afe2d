import { describe, expect, it } from 'vitest'
import { bitsAt, createStream, uniformAt } from '../../../shared/base/random.ts'
import { clock } from '../../../main/engine/policies/clock.ts'
import { fifo } from '../../../main/engine/policies/fifo.ts'
import { lru } from '../../../main/engine/policies/lru.ts'
import type { PolicyPart } from '../../../main/engine/policy.ts'
import { runThrough, simulationOf } from '../hand-plan.ts'
import { givenAccesses } from '../workloads.ts'

/** Misses of a cache of `size` pages, textbook style. */
type Twin = (ids: readonly number[], size: number) => number

/** A map keeps its keys in order of insertion: the first is the least recently used. */
const plainLru: Twin = (ids, size) => {
  const cached = new Map<number, true>()
  let misses = 0
  for (const id of ids) {
    if (!cached.delete(id)) {
      misses++
      if (cached.size === size) cached.delete(cached.keys().next().value!)
    }
    cached.set(id, true)
  }
  return misses
}

const plainFifo: Twin = (ids, size) => {
  const queue: number[] = []
  let misses = 0
  for (const id of ids) {
    if (queue.includes(id)) continue
    misses++
    if (queue.length === size) queue.shift()
    queue.push(id)
  }
  return misses
}

/** CLOCK as a queue: the front is where the hand stands; passing a referenced page sends it to the back. */
const plainClock: Twin = (ids, size) => {
  const queue: { id: number; referenced: boolean }[] = []
  let misses = 0
  for (const id of ids) {
    const hit = queue.find((entry) => entry.id === id)
    if (hit) {
      hit.referenced = true
      continue
    }
    misses++
    if (queue.length === size) {
      while (queue[0].referenced) {
        queue[0].referenced = false
        queue.push(queue.shift()!)
      }
      queue.shift()
    }
    queue.push({ id, referenced: false })
  }
  return misses
}

function misses(policy: PolicyPart, ids: readonly number[], pages: number, size: number, populated: boolean) {
  const simulation = simulationOf({
    policy,
    workload: givenAccesses(ids, pages, populated),
    capacityPages: [size, pages],
  })
  const { missCount, promotedPages, demotedPages } = runThrough(simulation).summary()
  expect(promotedPages.value).toBe(missCount.value)
  expect(demotedPages.value).toBe(Math.max(0, missCount.value - Math.min(size, pages)))
  expect(simulation.accesses).toBe(ids.length)
  return missCount.value
} // prettier-ignore

const pages = 60
const length = 6000
const stream = createStream(2024, 'caches')
const uniformIds = Array.from({ length }, (_, i) => bitsAt(stream, i, 0) % pages)
const skewedIds = Array.from({ length }, (_, i) => Math.floor(pages * uniformAt(stream, i, 1) ** 3))
const loopIds = Array.from({ length }, (_, i) => i % 41)
const streams = { uniform: uniformIds, skewed: skewedIds, loop: loopIds }
const sizes = [1, 2, 7, 40, 41, 59, 60, 100]

const twins: [PolicyPart, Twin][] = [
  [lru, plainLru],
  [fifo, plainFifo],
  [clock, plainClock],
]

describe('cache policies', () => {
  for (const [policy, twin] of twins) {
    it(`[E21] ${policy.info.id} misses exactly as often as a plain one, from one page of cache to more than enough`, () => {
      for (const [name, ids] of Object.entries(streams)) {
        for (const size of sizes) {
          const counted = misses(policy, ids, pages, size, size % 2 === 0)
          expect([name, size, counted]).toEqual([name, size, twin(ids, size)])
        }
      }
    })
  }

  it('[E21] a page fetched by CLOCK enters with its bit clear: unless it is hit again, it leaves at its turn', () => {
    const once = [0, 1, 2, 3, 4, 0]
    expect(misses(clock, once, 6, 3, false)).toBe(6)
    const again = [0, 1, 2, 0, 3, 4, 0]
    expect(misses(clock, again, 6, 3, false)).toBe(5)
  })

  it('[E21] what a cache holds every page of misses each page once', () => {
    const distinct = new Set(skewedIds).size
    for (const [policy] of twins) expect(misses(policy, skewedIds, pages, pages, true)).toBe(distinct)
  })
})
