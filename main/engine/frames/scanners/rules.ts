/** How one run of the two scanners goes about: the compactor’s parameters and what its trigger asks for. */
export interface ScanRules {
  /** Pages that the migrate scanner lists before they are moved. */
  readonly batchFrames: number
  /** Both lists grow over pageblocks until they are full or the scanners meet, as in the slides’ figures. */
  readonly spansBlocks: boolean
  /** Waits for busy pages; else they fail. */
  readonly sync: boolean
  /** The wanted buddy block, −1: none, the whole zone. */
  readonly order: number
  /** The wanted run of frames, whatever its alignment; 0: none. */
  readonly requestFrames: number
  /** Tests for what is wanted after every batch, not only when a pageblock is left: a freed block is captured. */
  readonly captures: boolean
  /** Takes pages from movable pageblocks only, and targets from them only. */
  readonly movableBlocksOnly: boolean
  /** Remembers blocks in which a scan found nothing, and passes them by. */
  readonly skipBits: boolean
  /** Starts in blocks that are partly free already, and passes full ones by when it looks for targets. */
  readonly fastSearch: boolean
  readonly scanFrameNs: number
  /** CPU and waiting until a busy page is free, in sync mode. */
  readonly syncWaitNs: number
  /** Tries before a busy page is left where it is, in async mode. */
  readonly asyncTries: number
}

/** What the scanners remember of a zone from run to run. */
export interface ScanMemory {
  /** Where the last run ended; −1: begin at the end of the zone. */
  migrateFrame: number
  freeBlock: number
  readonly skip: Uint8Array
}

/** Told what the scanners do, in order; charges their time. */
export interface ScanHost {
  /** Is the page in this frame locked or under writeback at the moment? */
  busy(frame: number): boolean
  /** CPU time to move one page as one of so many. */
  movePageNs(batchPages: number): number
  spend(ns: number): void
  /** So many frames were looked at in this phase, by both scanners. */
  scanned(frames: number): void
  listed(frame: number): void
  aside(frame: number): void
  /** A listed frame stays where it is after all, or a target is given back. */
  dropped(frame: number): void
  moved(from: number, to: number, costNs: number): void
  failed(frame: number, tries: number, costNs: number): void
  /** Frames from `frame` on that cannot be moved, as many as lie side by side. */
  passed(frame: number, frames: number): void
}

export type ScanEnd = 'met' | 'served'
