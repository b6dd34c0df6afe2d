import { bitsAt, createStream, uniformAt } from '../../../../../shared/base/random.ts'
import { FREE, MOVABLE, PINNED, SLAB, UNMOVABLE } from '../../../frames/frame-kinds.ts'
import type { CompactionWorld } from '../world.ts'

/** Base pages that come and go at a steady pace: one is freed, one is allocated. */
export interface ZoneChurn {
  runUntil(nowNs: number): void
}

const mostTries = 64

export function createChurn(world: CompactionWorld): ZoneChurn {
  const { zone, allocator, plan, workload } = world
  const { churn } = workload
  if (churn === undefined) return { runUntil: () => undefined }
  const stream = createStream(plan.run.seed, 'pages that come and go')
  let done = 0

  function freeOne(turn: number): void {
    for (let at = 0; at < mostTries; at++) {
      const frame = bitsAt(stream, turn, at + 1) % zone.frames
      if (zone.kind[frame] === FREE || zone.kind[frame] === PINNED || zone.order[frame] !== 0) continue
      zone.give(frame)
      world.show(frame)
      return
    }
  }

  function allocateOne(turn: number): void {
    const draw = uniformAt(stream, turn, 0)
    const kind = draw < churn!.slabShare ? SLAB : draw < churn!.slabShare + churn!.unmovableShare ? UNMOVABLE : MOVABLE
    const frame = allocator.allocate(0, kind, turn & 0xffff)
    if (frame >= 0) world.show(frame)
  } // prettier-ignore

  return {
    runUntil(nowNs) {
      const due = Math.floor((nowNs / 1e9) * churn.pagesPerSec)
      for (; done < due; done++) {
        freeOne(done)
        allocateOne(done)
      }
    },
  }
}
