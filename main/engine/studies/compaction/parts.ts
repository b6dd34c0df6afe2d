import type { ParamValues, PartInfo } from '../../../../shared/documents/part.ts'
import type { MechanismPart } from '../../mechanism.ts'
import type { RegionChoice } from './regions/choose-region.ts'
import type { ScanRules } from '../../frames/scanners/rules.ts'
import type { Zone, ZoneShape } from '../../frames/zone.ts'

/** The parts that a compaction plan can name. `catalog.ts` fills it; the study knows no part by name. */
export interface CompactionParts {
  readonly zones: readonly ZonePart[]
  readonly workloads: readonly ZoneWorkloadPart[]
  readonly triggers: readonly TriggerPart[]
  readonly compactors: readonly CompactorPart[]
  readonly mechanisms: readonly MechanismPart[]
}

/** What is in the frames when a run begins. Every zone declares `zoneParams` besides its own fields. */
export interface ZonePart {
  readonly info: PartInfo
  /** How many frames it will have, before it is made; or why it cannot be made. */
  measure(values: ParamValues): { readonly frames: number } | { readonly field: string; readonly fact: string; readonly wayOut: string } // prettier-ignore
  /** All of it, as kinds of frames, from draws of the seed alone. */
  createZone(values: ParamValues, shape: ZoneShape, seed: number): Zone
}

/** What goes on while the zone is compacted: who touches its pages, who asks for blocks, who comes and goes. */
export interface ZoneWorkloadPart {
  readonly info: PartInfo
  createWorkload(values: ParamValues, host: { readonly seed: number; readonly zone: Zone }): ZoneWorkload
}

export interface ZoneWorkload {
  /** Share of tries at which a page is locked or under writeback. */
  readonly busyShare: number
  /** How often what the zone’s request asks for is asked for, one after the other; 1 leaves the frames free. */
  readonly requests: number
  /** From request to request; 0: as soon as the one before was answered. */
  readonly everyNs: number
  /** How long a block that was got is kept; Infinity: to the end. */
  readonly holdNs: number
  /** What a block that was got saves its owner while it has it, per second. */
  readonly savesNsPerSec: number
  readonly touches?: PageTouches
  /** Pages that come and go meanwhile. */
  readonly churn?: Churn
}

/** Accesses of each page as a Poisson process. */
export interface PageTouches {
  /** Per second, of the page that is in a frame at the start. */
  readonly ratePerSec: Float32Array
  /** How long a page cannot be reached while it is moved. */
  readonly windowNs: number
  /** What it costs when somebody wants it in that time. */
  readonly stallNs: number
}

export interface Churn {
  readonly pagesPerSec: number
  /** Of what is allocated, by kind of frame; the rest is movable. */
  readonly slabShare: number
  readonly unmovableShare: number
}

/** When compaction runs. */
export interface TriggerPart {
  readonly info: PartInfo
  createTrigger(values: ParamValues): TriggerRules
}

export interface TriggerRules {
  readonly when: 'manual' | 'direct' | 'background' | 'proactive'
  /** Waits for busy pages from the first try on. */
  readonly sync: boolean
  /** Of direct compaction: tries again, waiting for busy pages, where the first try fails. */
  readonly thenSync: boolean
  /** After a failure, leaves out more and more requests (up to 64). */
  readonly defers: boolean
  /** Proactive: begins above this score, stops at `lowScore`, per cent. */
  readonly highScore: number
  readonly lowScore: number
  readonly checkNs: number
}

/** Which frames are cleared, and how they are found. */
export interface CompactorPart {
  readonly info: PartInfo
  createCompactor(values: ParamValues): CompactorRules
}

/** The parameters of the scanners that a compactor fixes; the trigger adds what is wanted, and whether to wait. */
export type ScannerRules = Pick<
  ScanRules,
  | 'batchFrames' | 'spansBlocks' | 'captures' | 'movableBlocksOnly' | 'skipBits' | 'fastSearch' | 'scanFrameNs'
  | 'syncWaitNs' | 'asyncTries'
> & {
  /** Leaves a request alone whose fragmentation index is at most this: memory is short, not scattered. −1: never. */
  readonly extfragThreshold: number
} // prettier-ignore

export interface CompactorRules {
  readonly scanners: ScannerRules
  /** Clears a chosen region instead of scanning. */
  readonly region?: RegionChoice
}
