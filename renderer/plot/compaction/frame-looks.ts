import type { MapSpec } from '../../../shared/documents/map.ts'
import { policyAt } from '../../../shared/documents/studies/deciding-part.ts'
import type { RunPlan } from '../../../shared/documents/plan.ts'
import { roleToken } from '../heatmap/placement.ts'

/** How a frame is drawn, by the sign of its state in the map's legend: fill, hatch and border, never colour alone. */
export interface FrameLook {
  readonly fill: string
  readonly border: string
  readonly hatch?: boolean
  /** Written into the cell. */
  readonly letter?: string
  /** A thick border: on one of the scanners' lists. */
  readonly listed?: boolean
}

const looks: Readonly<Record<string, FrameLook>> = {
  F: { fill: '--panel', border: '--line-strong' },
  M: { fill: '--dram', border: '--dram' },
  R: { fill: '--cxl', border: '--cxl', letter: 'R' },
  S: { fill: '--panel', border: '--line-strong', hatch: true },
  P: { fill: '--text', border: '--text', letter: '✕' },
  U: { fill: '--plain', border: '--plain', letter: 'U' },
  '▸': { fill: '--dram', border: '--accent', listed: true },
  '◂': { fill: '--panel', border: '--accent', listed: true },
  m: { fill: '--dram', border: '--dram', letter: '•' },
}

export function frameLook(sign: string): FrameLook {
  return looks[sign] ?? { fill: '--free', border: '--line-strong', letter: sign }
}

/** The colour of a state of a map wherever it is counted: frames as the strip and the map draw them, else by role. */
export function stateToken(study: RunPlan['study'], { sign, role }: MapSpec['legend'][number]): string {
  return study === 'compaction' ? zoneToken(sign) : roleToken(role)
}

/** The colour of a state in the picture of a whole zone, where a cell is many frames. */
export function zoneToken(sign: string): string {
  if (sign === 'F' || sign === '◂') return '--panel'
  return sign === 'S' ? '--plain' : frameLook(sign).fill
}

/** Whether two scanners are at work at a moment; a compactor that chooses a region has none. */
export function hasScanners(plan: RunPlan, timeNs: number): boolean {
  const { kind, values } = policyAt(plan, timeNs)
  return kind !== 'clear-region' || values['choose'] === 'scanners'
}
