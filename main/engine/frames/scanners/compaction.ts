import { FREE, TYPE_MOVABLE } from '../frame-kinds.ts'
import type { Zone } from '../zone.ts'
import { createFastSearch } from './fast-search.ts'
import { createFrameList, type FrameList } from './frame-list.ts'
import type { ScanEnd, ScanHost, ScanMemory, ScanRules } from './rules.ts'

/**
 * One run of the two scanners (M. Gorman, “Memory Compaction v1”, 2010; Linux mm/compaction.c). The migrate scanner goes
 * up from the bottom of the zone and lists pages that can be moved, a batch within one pageblock. The free scanner comes
 * down from the top and sets free frames aside, whole pageblocks, until there are as many as pages. The pages are moved,
 * and so on until the scanners meet or what is wanted is free. Each call of `advance` is one of these three phases.
 */
export interface Compaction {
  advance(): ScanEnd | undefined
  /** Moves one page instead of all that are listed, where that is the phase. */
  advanceByFrame(): ScanEnd | undefined
  /** Gives back what was set aside. Called once, at the end. */
  close(): void
  readonly phase: 'list' | 'aside' | 'move'
  /** Where the migrate scanner stands, and the lowest frame that the free scanner has taken. */
  readonly migrateFrame: number
  readonly freeFrame: number
  readonly toMove: FrameList
  readonly targets: FrameList
  /** Of the targets, those that are set aside already; the others are free still. */
  readonly asideFrames: number
  readonly scannedByMigrate: number
  readonly scannedByFree: number
}

export function createCompaction(
  zone: Zone,
  rules: ScanRules,
  host: ScanHost,
  memory: ScanMemory,
): Compaction {
  const { frames, kind, order: orders, free, pageblockFrames, mayMove } = zone
  const { batchFrames, order } = rules
  const blocks = Math.ceil(frames / pageblockFrames)
  const blockOrder = Math.min(free.maxOrder, 31 - Math.clz32(pageblockFrames))
  const toMove = createFrameList(Math.min(batchFrames, frames))
  const targets = createFrameList(Math.min(frames, Math.min(batchFrames, frames) + pageblockFrames))
  const search = createFastSearch(zone, memory)
  let phase: Compaction['phase'] = 'list'
  let migrateFrame = Math.max(0, memory.migrateFrame)
  let freeBlock = memory.freeBlock < 0 ? blocks : memory.freeBlock
  /** In lists that span blocks the free scanner goes frame by frame. */
  let freeFrame = Math.min(frames, freeBlock * pageblockFrames)
  let scannedByMigrate = 0
  let scannedByFree = 0
  /** Pages that go in the call under way. */
  let batchPages = 0
  /** Targets at the head of the list that were set aside already: pages before were busy and left them over. */
  let asideAlready = 0

  const wanted = () =>
    (order >= 0 && free.blocksFrom(order) > 0) ||
    (rules.requestFrames > 0 && zone.runs.longest() >= rules.requestFrames)

  function end(how: ScanEnd): ScanEnd {
    memory.migrateFrame = how === 'met' ? -1 : migrateFrame
    memory.freeBlock = how === 'met' ? -1 : freeBlock
    return how
  }

  function list(): ScanEnd | undefined {
    const before = scannedByMigrate + scannedByFree
    const how = rules.spansBlocks ? listAcross() : listInBlock()
    host.spend((scannedByMigrate + scannedByFree - before) * rules.scanFrameNs)
    return how
  }

  function listInBlock(): ScanEnd | undefined {
    while (true) {
      const block = Math.floor(migrateFrame / pageblockFrames)
      if (block >= freeBlock || migrateFrame >= frames) return end('met')
      const isEntered = migrateFrame % pageblockFrames === 0
      if (isEntered) {
        if (wanted()) return end('served')
        if (rules.fastSearch && order > 3) {
          const jump = search.blockFor(block, freeBlock, order)
          if (jump !== block) {
            migrateFrame = jump * pageblockFrames
            continue
          }
        }
        if (passesBlock(block)) {
          migrateFrame = (block + 1) * pageblockFrames
          continue
        }
      } else if (rules.captures && wanted()) return end('served')
      const until = Math.min((block + 1) * pageblockFrames, freeBlock * pageblockFrames, frames)
      const had = toMove.count
      listUpTo(until)
      if (isEntered && migrateFrame === until && toMove.count === had) memory.skip[block] = 1
      if (toMove.count === 0) continue
      phase = 'aside'
      return undefined
    }
  }

  const passesBlock = (block: number) =>
    (rules.skipBits && memory.skip[block] === 1) ||
    (rules.movableBlocksOnly && zone.blockType[block] !== TYPE_MOVABLE)

  function listUpTo(until: number): void {
    let frame = migrateFrame
    let barrier = -1
    for (; frame < until && toMove.count < batchFrames; frame++) {
      const what = kind[frame]
      if (what === FREE) {
        if (barrier >= 0) barrier = tellBarrier(barrier, frame)
      } else if (mayMove[what] === 1 && orders[frame] === 0) {
        if (barrier >= 0) barrier = tellBarrier(barrier, frame)
        toMove.push(frame)
        host.listed(frame)
      } else if (barrier < 0) barrier = frame
    }
    if (barrier >= 0) tellBarrier(barrier, frame)
    scannedByMigrate += frame - migrateFrame
    migrateFrame = frame
  }

  function tellBarrier(from: number, to: number): -1 {
    host.passed(from, to - from)
    return -1
  }

  /** Each listed page is matched by the next free frame from the top before another one is listed. */
  function listAcross(): ScanEnd | undefined {
    if (wanted()) return end('served')
    asideAlready = targets.count
    while (toMove.count < batchFrames) {
      while (migrateFrame < freeFrame && !zone.canMove(migrateFrame)) {
        if (kind[migrateFrame] !== FREE) host.passed(migrateFrame, 1)
        migrateFrame++
        scannedByMigrate++
      }
      if (migrateFrame >= freeFrame) break
      if (toMove.count === targets.count) {
        let target = freeFrame - 1
        while (target > migrateFrame && kind[target] !== FREE) target--
        if (target <= migrateFrame) break
        scannedByFree += freeFrame - target
        freeFrame = target
        targets.push(target)
      }
      toMove.push(migrateFrame)
      host.listed(migrateFrame)
      migrateFrame++
      scannedByMigrate++
    }
    if (toMove.count === 0) return end('met')
    phase = 'aside'
    return undefined
  }

  function setAside(): void {
    phase = 'move'
    if (rules.spansBlocks) {
      for (let i = asideAlready; i < targets.count; i++) {
        zone.setAside(targets.at(i))
        host.aside(targets.at(i))
      }
      return
    }
    const before = scannedByFree
    const lowest = Math.floor((migrateFrame - 1) / pageblockFrames) + 1
    while (targets.count < toMove.count && freeBlock > lowest) {
      freeBlock--
      if (rules.fastSearch && search.isFull(freeBlock)) continue
      if (passesBlock(freeBlock)) continue
      const start = freeBlock * pageblockFrames
      const until = Math.min(frames, start + pageblockFrames)
      scannedByFree += until - start
      const had = targets.count
      takeBlock(start, until)
      if (targets.count === had) memory.skip[freeBlock] = 1
    }
    freeFrame = Math.min(frames, freeBlock * pageblockFrames)
    host.spend((scannedByFree - before) * rules.scanFrameNs)
  }

  /** Sets the free frames of a pageblock aside, the highest first; at once, where it is a whole one. */
  function takeBlock(start: number, until: number): void {
    const had = targets.count
    for (let word = (until - 1) >>> 5; word >= start >>> 5; word--) listTargets(word, start, until)
    if (until - start === 1 << blockOrder) zone.setAsideWithin(start, blockOrder)
    else for (let i = had; i < targets.count; i++) zone.setAside(targets.at(i))
  }

  /** The free frames of 32 that lie within a pageblock, the highest first. */
  function listTargets(word: number, start: number, until: number): void {
    for (let rest = free.words[word]; rest !== 0;) {
      const bit = 31 - Math.clz32(rest)
      rest &= ~(1 << bit)
      const frame = (word << 5) + bit
      if (frame < start || frame >= until) continue
      targets.push(frame)
      host.aside(frame)
    }
  }

  function moveNext(): void {
    const from = toMove.shift()
    if (targets.count === 0) {
      host.dropped(from)
      return
    }
    const costNs = host.movePageNs(batchPages)
    if (host.busy(from)) {
      if (!rules.sync) {
        const wasted = costNs * rules.asyncTries
        host.spend(wasted)
        host.failed(from, rules.asyncTries, wasted)
        if (order > 0) abandonRange(from)
        return
      }
      host.spend(rules.syncWaitNs)
    }
    host.spend(costNs)
    const to = targets.shift()
    zone.move(from, to)
    host.moved(from, to, costNs)
  }

  /** A page that cannot be moved spoils the aligned range that it lies in. */
  function abandonRange(frame: number): void {
    const next = (Math.floor(frame / (1 << order)) + 1) * (1 << order)
    const block = Math.floor(frame / pageblockFrames)
    while (toMove.count > 0 && toMove.at(0) < next) host.dropped(toMove.shift())
    const until = Math.min(next, (block + 1) * pageblockFrames)
    if (until > migrateFrame) migrateFrame = until
  }

  function step(byFrame: boolean): ScanEnd | undefined {
    const before = scannedByMigrate + scannedByFree
    if (phase === 'list') {
      const how = list()
      host.scanned(scannedByMigrate + scannedByFree - before)
      return how
    }
    if (phase === 'aside') {
      setAside()
      host.scanned(scannedByMigrate + scannedByFree - before)
      batchPages = Math.max(1, Math.min(toMove.count, targets.count))
      return undefined
    }
    moveNext()
    while (!byFrame && toMove.count > 0) moveNext()
    if (toMove.count === 0) phase = 'list'
    return undefined
  }

  return {
    advance: () => step(false),
    advanceByFrame: () => step(true),
    close() {
      while (toMove.count > 0) host.dropped(toMove.shift())
      while (targets.count > 0) {
        const frame = targets.shift()
        zone.give(frame)
        host.dropped(frame)
      }
    },
    get phase() {
      return phase
    },
    get migrateFrame() {
      return migrateFrame
    },
    get freeFrame() {
      return freeFrame
    },
    toMove,
    targets,
    get asideFrames() {
      return rules.spansBlocks && phase === 'aside' ? asideAlready : targets.count
    },
    get scannedByMigrate() {
      return scannedByMigrate
    },
    get scannedByFree() {
      return scannedByFree
    },
  }
}
