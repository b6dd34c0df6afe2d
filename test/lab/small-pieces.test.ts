import { describe, expect, test } from 'vitest'
import { createProgressMeter } from '../../main/lab/runs/progress-meter.ts'
import { admitRequest } from '../../main/lab/request-schemas.ts'
import { createRunQueue } from '../../main/lab/runs/run-queue.ts'
import { labMethods } from '../../shared/contract/lab.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('the queue of runs', () => {
  test('[L4] begins as many as there are slots, in order, and the next when one ends', async () => {
    const queue = createRunQueue(2)
    const begun: number[] = []
    const ends: (() => void)[] = []
    const leaves = [0, 1, 2, 3, 4].map((n) =>
      queue.add(() => {
        begun.push(n)
        return new Promise((resolve) => (ends[n] = resolve))
      }),
    )
    await turn()
    expect(begun).toEqual([0, 1])
    expect([leaves[0](), leaves[2]()]).toEqual([false, true])
    ends[1]()
    await turn()
    expect(begun).toEqual([0, 1, 3])
    ends[0]()
    ends[3]()
    await turn()
    expect(begun).toEqual([0, 1, 3, 4])
  })
})

describe('progress', () => {
  test('[L12] tells speed and time left of the last seconds, without the time spent paused', () => {
    let nowMs = 0
    const meter = createProgressMeter(() => nowMs)
    const at = (wallMs: number, doneShare: number) => {
      nowMs = wallMs
      return meter.read({ doneShare, nowNs: doneShare * 100e9, accesses: doneShare * 1e6 }, 5)
    }
    expect(at(1000, 0.1)).toMatchObject({
      wallSec: 1,
      simulatedPerWall: 10,
      accessesPerWallSec: 1e5,
      leftSec: 9,
    })
    for (let second = 2; second <= 8; second++) at(second * 1000, 0.1 + (second - 1) * 0.01)
    const slow = at(9000, 0.18)
    expect(slow.leftSec).toBeCloseTo(82, 6)
    expect(slow.simulatedPerWall).toBeCloseTo(1, 6)
    meter.pause()
    nowMs = 100_000
    meter.resume()
    expect(at(101_000, 0.19).wallSec).toBe(10)
    expect(at(102_000, 1).leftSec).toBe(0)
  })

  test('[L12] does not guess while nothing is done', () => {
    const meter = createProgressMeter(() => 0)
    expect(meter.read({ doneShare: 0, nowNs: 0, accesses: 0 }, 0).leftSec).toBe(Infinity)
  })
})

describe('the door', () => {
  test('[L10] knows every method, and takes no request that is none', () => {
    for (const method of Object.keys(labMethods)) {
      for (const odd of [undefined, null, 7, 'x'])
        expect(() => admitRequest(method, odd), method).toThrow(`"${method}"`)
    }
  })

  test.each([
    ['startRun', { workspace: 'w' }, 'experiment'],
    ['putExperiment', { workspace: 'w', setup: [] }, 'setup'],
    ['series', { workspace: 'w', run: 'r', fromNs: 0, toNs: 1, columns: ['a'], points: 1e9 }, 'points'],
    ['series', { workspace: 'w', run: 'r', fromNs: Number.NaN, toNs: 1, columns: [], points: 2 }, 'fromNs'],
    ['mapAt', { workspace: 'w', run: 'r', map: 'm', frame: 0.5, bins: 4 }, 'frame'],
    ['decisions', { workspace: 'w', run: 'r', fromNs: 0, toNs: 1, offset: 0.5, limit: 5 }, 'offset'],
    ['exportCsv', { workspace: 'w', run: 'r', what: 'all' }, 'what'],
    ['openWorkspace', { path: 'x'.repeat(5000) }, 'path'],
  ])('[L10] refuses %s with a wrong field, by its name', (method, request, field) => {
    expect(() => admitRequest(method, request)).toThrow(`a wrong "${field}"`)
  })

  test('[L10] lets a right request through and drops what nobody asked for', () => {
    expect(admitRequest('momentAt', { workspace: 'w', run: 'r', timeNs: Infinity, more: 1 })).toEqual({
      workspace: 'w', run: 'r', timeNs: Infinity,
    }) // prettier-ignore
    expect(() => admitRequest('toString', {})).toThrow('"toString"')
  })
})
