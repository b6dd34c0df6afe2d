import fc from 'fast-check'
import { kindLetters } from '../../../main/engine/frames/frame-kinds.ts'
import { createZone, type Zone } from '../../../main/engine/frames/zone.ts'
import { createCompaction, type Compaction } from '../../../main/engine/frames/scanners/compaction.ts'
import type { ScanHost, ScanMemory, ScanRules } from '../../../main/engine/frames/scanners/rules.ts'

/** Zones and runs of the scanners without a study around them. */

export interface ZoneCase {
  readonly letters: string
  readonly pageblockFrames: number
  readonly slabMovable: boolean
}

export const zoneCases: fc.Arbitrary<ZoneCase> = fc.record({
  letters: fc
    .array(fc.constantFrom(...'FFFFMMMMMMSPRU'), { minLength: 1, maxLength: 300 })
    .map((letters) => letters.join('')),
  pageblockFrames: fc.constantFrom(1, 2, 4, 8, 32, 64, 512),
  slabMovable: fc.boolean(),
})

export function zoneOf({ letters, pageblockFrames, slabMovable }: ZoneCase): Zone {
  const kinds = Uint8Array.from(letters, (letter) => kindLetters.indexOf(letter))
  return createZone({ frames: kinds.length, pageblockFrames, slabMovable }, kinds)
}

export const byHand = (letters: string, pageblockFrames = 1, slabMovable = false): Zone =>
  zoneOf({ letters: letters.replaceAll(' ', ''), pageblockFrames, slabMovable })

export function lettersOf({ kind }: Zone): string {
  return Array.from(kind, (code) => kindLetters[code]).join('')
}

export const plainRules: ScanRules = {
  ...{ batchFrames: 32, spansBlocks: false, sync: true, order: -1, requestFrames: 0, captures: false },
  ...{ movableBlocksOnly: false, skipBits: false, fastSearch: false, scanFrameNs: 1, syncWaitNs: 1, asyncTries: 3 },
} // prettier-ignore

export interface Moves {
  readonly pairs: [number, number][]
  readonly failed: number[]
  spentNs: number
}

export const noMemory = ({ blockType }: Zone): ScanMemory => ({
  ...{ migrateFrame: -1, freeBlock: -1, skip: new Uint8Array(blockType.length) },
})

export function runScanners(
  zone: Zone,
  rules: Partial<ScanRules> = {},
  more: Partial<ScanHost> = {},
  eachAdvance: (compaction: Compaction) => void = () => undefined,
  memory: ScanMemory = noMemory(zone),
): { compaction: Compaction; moves: Moves; how: string } {
  const moves: Moves = { pairs: [], failed: [], spentNs: 0 }
  const host: ScanHost = {
    busy: () => false,
    movePageNs: () => 100,
    spend: (ns) => (moves.spentNs += ns),
    listed: () => undefined,
    aside: () => undefined,
    dropped: () => undefined,
    moved: (from, to) => moves.pairs.push([from, to]),
    failed: (frame) => moves.failed.push(frame),
    passed: () => undefined,
    scanned: () => undefined,
    ...more,
  }
  const compaction = createCompaction(zone, { ...plainRules, ...rules }, host, memory)
  for (let calls = 0; ; calls++) {
    if (calls > 10 * zone.frames + 100) throw new Error('the scanners never meet')
    const how = compaction.advanceByFrame()
    eachAdvance(compaction)
    if (how === undefined) continue
    compaction.close()
    return { compaction, moves, how }
  }
}
