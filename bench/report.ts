/** How a benchmark speaks: a measured figure, its target, and whether it holds. */
export interface Report {
  heading(text: string): void
  /** `holds` undefined: a figure without a target. */
  figure(what: string, measured: string, target?: { text: string; holds: boolean }): void
  readonly missed: number
}

export function createReport(print: (line: string) => void): Report {
  let missed = 0
  return {
    heading(text) {
      print(`\n${text}`)
    },
    figure(what, measured, target) {
      if (target && !target.holds) missed++
      const verdict = target ? `target ${target.text}: ${target.holds ? 'holds' : 'MISSED'}` : ''
      print(`  ${what.padEnd(46)} ${measured.padStart(16)}  ${verdict}`.trimEnd())
    },
    get missed() {
      return missed
    },
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
