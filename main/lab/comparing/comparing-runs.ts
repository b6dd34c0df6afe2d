import { MessageChannel } from 'node:worker_threads'
import type { ComparingLab, RunPair } from '../../../shared/contract/comparing.ts'
import type { ComparedPair, Comparing } from '../../workspace/comparing/comparer.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Comparisons run in the thread of A's store. Where B is in another workspace the two stores are introduced: A's borrows
 * B's blocks through a port between their threads, so that nothing of it passes through this one.
 */
export function createComparingRuns(find: (id: string) => Workspace): ComparingLab {
  const introduced = new Map<string, Promise<void>>()

  function introduce(a: Workspace, b: Workspace): Promise<void> {
    const name = `${a.id} ${b.id}`
    const known = introduced.get(name)
    if (known) return known
    const { port1, port2 } = new MessageChannel()
    const meeting = b.store.lend({ port: port2 }).then(() => a.store.borrow({ peer: b.id, port: port1 }))
    introduced.set(name, meeting)
    meeting.catch(() => introduced.delete(name))
    return meeting
  }

  async function meet<T extends RunPair>({ a, b, ...rest }: T) {
    const [inA, inB] = [find(a.workspace), find(b.workspace)]
    if (inA !== inB) await introduce(inA, inB)
    const pair: ComparedPair = {
      a: { run: a.run },
      b: { run: b.run, ...(inA !== inB && { peer: inB.id }) },
    }
    return { store: inA.store, request: { ...rest, ...pair } as unknown as Comparing<T> }
  }

  return {
    async *compareRuns(asked, signal) {
      const { store, request } = await meet(asked)
      yield* store.compareRuns(request, signal)
    },
    async differingDecisions(asked, signal) {
      const { store, request } = await meet(asked)
      return store.differingDecisions(request, signal)
    },
    async stepDivergence(asked, signal) {
      const { store, request } = await meet(asked)
      return store.stepDivergence(request, signal)
    },
    async seriesDelta(asked, signal) {
      const { store, request } = await meet(asked)
      return store.seriesDelta(request, signal)
    },
    async placementDelta(asked, signal) {
      const { store, request } = await meet(asked)
      return store.placementDelta(request, signal)
    },
  }
}
