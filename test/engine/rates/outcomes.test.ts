import { describe, expect, it } from 'vitest'
import { createSequence, createStream } from '../../../shared/base/random.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import type { ResolvedIntervention } from '../../../shared/documents/plan.ts'
import { staticFirstTouch } from '../../../main/engine/policies/static-first-touch.ts'
import { createRecorder } from '../../../main/engine/recording/create-recorder.ts'
import type { Workload } from '../../../main/engine/workload.ts'
import { simulationOf } from '../hand-plan.ts'
import { plainGroup } from '../hardware/machines.ts'
import { concatChunks } from '../recording/concat-chunks.ts'
import { givenRates } from '../workloads.ts'

const pages = 60
const epochNs = 1e7
const epochs = 80
/** Weights move on by one page so often: within most stays on a node, and never at the end of an epoch alone. */
const changeNs = [27e6, 43e6]

function weightsOf(group: number): number[] {
  const plain = Array.from({ length: pages }, (_, page) => 1 / (1 + ((page * 7919 + group * 31) % 23)))
  const total = plain.reduce((sum, weight) => sum + weight, 0)
  return plain.map((weight) => weight / total)
}

/** Groups whose weights change at times of their own, the second with half the threads. */
function changingRates(groups: number): Workload {
  const each = Array.from({ length: groups }, (_, g) => givenRates(weightsOf(g), changeNs[g]))
  return {
    ...each[0],
    groups: each.map((_, g) => plainGroup({ id: `group${g}`, threads: 16 >> g })),
    createRates: (group) => each[group].createRates!(0),
  }
}

/** Pages forced to and fro, several times each, at starts of epochs. */
function randomForces(): ResolvedIntervention[] {
  const bits = new Uint32Array(3 * 120)
  createSequence(createStream(5, 'test.forces'), 0).fill(bits, bits.length)
  return Array.from({ length: 120 }, (_, i) => ({
    atNs: (bits[3 * i] % epochs) * epochNs,
    force: { page: bits[3 * i + 1] % 20, pages: 1, node: `node${bits[3 * i + 2] % 3}` },
  })).sort((a, b) => a.atNs - b.atNs)
}

describe('outcomes of moves in the rates engine', () => {
  for (const groups of [1, 2]) {
    it(`[E36] what a move saved is the plain sum over its epochs, weights changing meanwhile: ${groups} group(s)`, () => {
      const simulation = simulationOf({
        policy: staticFirstTouch,
        workload: changingRates(groups),
        schedule: randomForces(),
        capacityPages: [50, 50, 50],
        run: { engine: 'rates', lengthNs: epochs * epochNs, epochNs },
      })
      const options = { frames: simulation.frameRule, framesPerMatrixColumn: 1, budgetBytes: 1 << 22, keepSeed: 1 } // prettier-ignore
      const recorder = createRecorder(simulation.spec, options)
      simulation.attach(recorder)
      while (simulation.step() === 'more');
      simulation.finish()
      const { value, decisions, outcomes } = concatChunks([recorder.drain()])
      const column = (name: string) => value[simulation.spec.columns.findIndex((each) => each.name === name)]
      const accessesPerSec = groups === 1 ? [column('throughputAccessesPerSec')] : [0, 1].map((g) => column(`groupAccessesPerSec.group${g}`)) // prettier-ignore
      const latencyNs = [0, 1, 2].map((node) => column(`latencyNs.node${node}`))

      /** A change that is due is made at the start of the next epoch. */
      const weightIn = (epoch: number, group: number, page: number) =>
        Math.fround(weightsOf(group)[(page + Math.floor((epoch * epochNs) / changeNs[group])) % pages])
      const plainSum = (row: number, untilNs: number) => {
        const [page, from, to] = [decisions.page[row], decisions.from[row], decisions.to[row]]
        let savedNs = 0
        for (let epoch = decisions.timeNs[row] / epochNs; epoch < untilNs / epochNs; epoch++) {
          for (let g = 0; g < groups; g++) {
            const accesses = weightIn(epoch, g, page) * accessesPerSec[g][epoch] * (epochNs / 1e9)
            savedNs += accesses * (latencyNs[from][epoch] - latencyNs[to][epoch])
          }
        }
        return savedNs
      }

      const moves = decisions.reason.filter((reason) => reasonOf(reason).id === 'forced').length
      expect(moves).toBeGreaterThan(60)
      expect(outcomes.decision).toHaveLength(moves)
      // Weights are in single precision, so shares add up to one only to within 1e-7 or so.
      for (let i = 0; i < moves; i++) {
        const expected = plainSum(outcomes.decision[i], outcomes.timeNs[i])
        expect(Math.abs(outcomes.savedNs[i] - expected)).toBeLessThan(1e-6 * Math.abs(expected) + 1e-3)
      }
    })
  }
})
