import { bitsAt, createStream, uniformAt } from '../../../shared/base/random.ts'
import { createAllocator, type Allocator } from './allocator.ts'
import { FREE, MOVABLE, PINNED, RECLAIMABLE, SLAB, UNMOVABLE } from './frame-kinds.ts'
import { createZone, type Zone, type ZoneShape } from './zone.ts'

/** The past of a zone: how much of it is free in the end, how often its frames changed hands, what was asked for. */
export interface ZonePast {
  /** Share of the frames. */
  readonly freeShare: number
  /** How often, on average, a frame in use is freed and allocated anew. */
  readonly turnover: number
  /** Of the allocations; the rest is movable. */
  readonly slabShare: number
  readonly reclaimableShare: number
  readonly unmovableShare: number
  /** Of the movable pages: pinned for good wherever they lie. */
  readonly pinnedShare: number
  /** Of the draws that find a kernel page: those that free it. */
  readonly kernelFreedShare: number
}

/** An ordinary machine's past, and what other pasts start from. */
export const usualPast: ZonePast = {
  freeShare: 0.3,
  turnover: 3,
  slabShare: 0.05,
  reclaimableShare: 0.03,
  unmovableShare: 0.02,
  pinnedShare: 0.0005,
  kernelFreedShare: 0.2,
}

/** Tries to find a page that can be freed before a turn goes by without. */
const mostTries = 64

/** A zone that an allocator filled, grouping by mobility, and whose pages came and went for a while since. */
export function createAgedZone(past: ZonePast, shape: ZoneShape, seed: number): Zone {
  const zone = createZone(shape, new Uint8Array(shape.frames))
  const allocator = createAllocator(zone)
  const wanted = Math.floor(shape.frames * (1 - past.freeShare))
  const turns = Math.floor(past.turnover * wanted)
  const kinds = createStream(seed, 'past allocations')
  const frees = createStream(seed, 'past frees')
  for (let turn = 0; turn < wanted; turn++) allocateOne(zone, allocator, past, kinds, turn)
  for (let turn = 0; turn < turns; turn++) {
    freeOne(zone, past.kernelFreedShare, frees, turn)
    allocateOne(zone, allocator, past, kinds, wanted + turn)
  }
  return zone
}

type Draws = ReturnType<typeof createStream>

function allocateOne(zone: Zone, allocator: Allocator, past: ZonePast, draws: Draws, turn: number): void {
  let draw = uniformAt(draws, turn, 0)
  const shares = [past.slabShare, past.reclaimableShare, past.unmovableShare]
  const found = shares.findIndex((part) => (draw -= part) < 0)
  const kind = found < 0 ? MOVABLE : [SLAB, RECLAIMABLE, UNMOVABLE][found]
  const frame = allocator.allocate(0, kind, turn & 0xffff)
  if (frame >= 0 && kind === MOVABLE && uniformAt(draws, turn, 1) < past.pinnedShare)
    zone.kind[frame] = PINNED
}

function freeOne(zone: Zone, kernelFreedShare: number, draws: Draws, turn: number): void {
  for (let at = 0; at < mostTries; at++) {
    const frame = bitsAt(draws, turn, 2 * at) % zone.frames
    const kind = zone.kind[frame]
    if (kind === FREE || kind === PINNED) continue
    if (kind !== MOVABLE && uniformAt(draws, turn, 2 * at + 1) >= kernelFreedShare) continue
    zone.give(frame)
    return
  }
}
