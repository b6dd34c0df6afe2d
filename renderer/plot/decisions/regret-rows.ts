import type { Gap, Ledger } from '../../../shared/contract/findings.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import { formatCount, formatQuantity } from '../../../shared/units/format.ts'

/** Thread time with its sign, for sums that may be of either. */
export function signedTime(ns: number): string {
  return `${ns < 0 ? '−' : '+'}${formatQuantity(Math.abs(ns), 'ns', 3)}`
}

/** A part of the gap; `share` of the greatest part, for its bar. */
export interface GapRow {
  readonly title: string
  readonly text: string
  readonly share: number
  readonly kind: 'part' | 'rest' | 'total'
}

export function gapRows(gap: Gap): readonly GapRow[] {
  const parts = [
    ['paid for decisions', gap.decisionCostNs, 'part'],
    ['other kernel work: scans, faults, reclaim', gap.otherKernelNs, 'part'],
    ['savings missed', gap.missedSavingsNs, 'part'],
    ['unexplained', gap.unexplainedNs, 'rest'],
    ['in all', gap.totalNs, 'total'],
  ] as const
  const most = Math.max(1, ...parts.map(([, ns]) => Math.abs(ns)))
  return parts.map(([title, ns, kind]) => ({ title, text: signedTime(ns), share: ns / most, kind }))
}

export interface LedgerRow {
  readonly title: string
  readonly count: string
  readonly cost: string
  readonly saved: string
  readonly losing: string
}

/** By reason, the dearest first. */
export function ledgerRows({ byReason }: Ledger): readonly LedgerRow[] {
  return byReason
    .toSorted((x, y) => y.costNs - y.savedNs - (x.costNs - x.savedNs))
    .map(({ reason, count, costNs, savedNs, losing }) => {
      const moved = reasonOf(reason).verdict === 'moved'
      return {
        title: reasonOf(reason).title,
        count: formatCount(count),
        cost: formatQuantity(costNs, 'ns'),
        saved: moved ? signedTime(savedNs) : '–',
        losing: moved ? formatCount(losing) : '–',
      }
    })
}
