import type { Workload } from '../../main/engine/workload.ts'
import { plainGroup } from './hardware/machines.ts'

/** A replay of just these page ids, one store in three, by one thread that takes about a microsecond for each. */
export function givenAccesses(ids: ArrayLike<number>, pageCount: number, populated = false): Workload {
  return {
    pageCount,
    populated,
    accessCount: ids.length,
    groups: [plainGroup({ threads: 1, linesPerThread: 1, thinkNs: 700 })],
    createAccesses() {
      let at = 0
      return {
        get ended() {
          return at === ids.length
        },
        fill(pages, writes, count) {
          const given = Math.min(count, ids.length - at)
          for (let i = 0; i < given; i++) {
            pages[i] = ids[at + i]
            writes[i] = (at + i) % 3 === 0 ? 1 : 0
          }
          at += given
          return given
        },
      }
    },
  }
}

/** Poisson accesses with these weights; every `changeNs` the weights move on by one page, if given. */
export function givenRates(weights: readonly number[], changeNs = Infinity): Workload {
  const pageCount = weights.length
  return {
    pageCount,
    populated: true,
    accessCount: 0,
    groups: [plainGroup()],
    createRates() {
      let turns = 0
      return {
        fillWeights: (into) => into.set(weights),
        nextChangeNs: () => (turns + 1) * changeNs,
        change(setWeight) {
          turns++
          for (let page = 0; page < pageCount; page++) {
            setWeight(page, weights[(page + turns) % pageCount])
          }
        },
      }
    },
  }
}
