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

/** The colour of a state in the picture of a whole zone, where a cell is many frames. */
export function zoneToken(sign: string): string {
  if (sign === 'F' || sign === '◂') return '--panel'
  return sign === 'S' ? '--plain' : frameLook(sign).fill
}
