import { createStream, fillPermutation } from '../../../../../shared/base/random.ts'
import { createAgedZone, type ZonePast } from '../../../frames/aging.ts'
import { createAllocator } from '../../../frames/allocator.ts'
import { MOVABLE } from '../../../frames/frame-kinds.ts'
import type { Zone } from '../../../frames/zone.ts'

export const hugeOrder = 9
/** Base pages of a huge page. */
export const hugePages = 1 << hugeOrder

/**
 * The frames of one node and what is in them: pages of the workload, clean cached pages that were there before, and
 * what the kernel holds. A page of the workload has one frame of one node; whoever changes that comes through here.
 */
export interface NodeFrames {
  readonly zone: Zone
  /** Cached pages that are left. */
  readonly cachedPages: number
  /** The page of the workload in a frame; −1 where it holds none. */
  pageIn(frame: number): number
  /** A frame for a page; false where none is free. */
  take(page: number): boolean
  /** An aligned block for pages `first …` of a huge page; false where none is free. */
  takeHuge(first: number): boolean
  /** The page gives its frame back. */
  give(page: number): void
  /** The block at a frame is free: its huge page has left the node. */
  giveBlock(frame: number): void
  /** The block of a huge page becomes single frames, which compaction may move. */
  split(first: number): void
  /** Compaction has moved what was in a frame. */
  onMoved(from: number, to: number): void
  /** Frame of the cached page that was not used for the longest time; −1 where none is left. */
  oldestCached(): number
  /** Drops the cached page in a frame, if it holds one. */
  dropCached(frame: number): boolean
}

const nothing = -1
/** What a frame holds, where it is a cached page: this less its number. */
const cached = -2

/** `frameOf`: by page, for all nodes together; −1 where the page is in no zone. */
export function createNodeFrames(
  node: number,
  frames: number,
  past: ZonePast,
  seed: number,
  frameOf: Int32Array,
): NodeFrames {
  const shape = { frames, pageblockFrames: hugePages, slabMovable: false }
  const zone = createAgedZone(past, shape, seed + node)
  const allocator = createAllocator(zone)
  const holds = new Int32Array(frames).fill(nothing)
  const cacheFrame = agesOf(zone, seed, node)
  cacheFrame.forEach((frame, number) => (holds[frame] = cached - number))
  let cachedPages = cacheFrame.length
  let oldest = 0

  function put(page: number, frame: number): void {
    holds[frame] = page
    frameOf[page] = frame
  }

  return {
    zone,
    get cachedPages() {
      return cachedPages
    },
    pageIn: (frame) => Math.max(nothing, holds[frame]),
    take(page) {
      const frame = allocator.allocate(0, MOVABLE, 0)
      if (frame < 0) return false
      put(page, frame)
      return true
    },
    takeHuge(first) {
      const frame = allocator.allocate(hugeOrder, MOVABLE, 0)
      if (frame < 0) return false
      for (let i = 0; i < hugePages; i++) put(first + i, frame + i)
      return true
    },
    give(page) {
      const frame = frameOf[page]
      holds[frame] = nothing
      frameOf[page] = -1
      zone.give(frame)
    },
    giveBlock(frame) {
      holds.fill(nothing, frame, frame + hugePages)
      for (let at = frame; at < frame + hugePages; at++) zone.give(at)
    },
    split(first) {
      const frame = frameOf[first]
      zone.order.fill(0, frame, frame + hugePages)
    },
    onMoved(from, to) {
      const what = holds[from]
      holds[from] = nothing
      holds[to] = what
      if (what >= 0) frameOf[what] = to
      else if (what <= cached) cacheFrame[cached - what] = to
    },
    oldestCached() {
      while (oldest < cacheFrame.length && cacheFrame[oldest] < 0) oldest++
      return oldest < cacheFrame.length ? cacheFrame[oldest] : -1
    },
    dropCached(frame) {
      if (holds[frame] > cached) return false
      cacheFrame[cached - holds[frame]] = -1
      holds[frame] = nothing
      cachedPages--
      zone.give(frame)
      return true
    },
  }
}

/** Frames of the movable pages of the past, the longest unused first: an order that has nothing to do with place. */
function agesOf(zone: Zone, seed: number, node: number): Int32Array {
  const places: number[] = []
  for (let frame = 0; frame < zone.frames; frame++) if (zone.kind[frame] === MOVABLE) places.push(frame)
  const ages = new Uint32Array(places.length)
  fillPermutation(createStream(seed, `age of cached pages, node ${node}`), ages)
  return Int32Array.from(ages, (place) => places[place])
}
