import type { ClosedLoop } from '../../hardware/closed-loop.ts'
import type { PolicyHost } from '../../policy.ts'

/** Counters of the memory controllers: they see everybody’s requests, an antagonist’s too. */
export function createUncore(
  loop: ClosedLoop,
  groups: number,
  nodes: number,
): Pick<PolicyHost, 'latencyNs' | 'linesPerSec'> {
  function linesPerSec(node: number): number {
    let lines = 0
    for (let g = 0; g < groups; g++) lines += loop.accessesPerSec[g] * loop.share[g * nodes + node]
    return lines
  }
  return {
    linesPerSec,
    latencyNs(node) {
      let weighted = 0
      let plain = 0
      for (let g = 0; g < groups; g++) {
        const latencyNs = loop.latencyNs[g * nodes + node]
        weighted += loop.accessesPerSec[g] * loop.share[g * nodes + node] * latencyNs
        plain += latencyNs
      }
      const lines = linesPerSec(node)
      return lines > 0 ? weighted / lines : plain / groups
    },
  }
}
