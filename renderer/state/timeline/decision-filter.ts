import type { DecisionFilter } from '../../../shared/contract/run-queries.ts'
import type { Reason, Verdict } from '../../../shared/documents/reasons/reason.ts'
import { reasons } from '../../../shared/documents/decision.ts'

/** What a person asks of the decision list, apart from the range of time, which the screen gives. */
export interface ListFilter {
  /** Words that must be in who decided, the title or the sentence of the reason. */
  readonly words: string
  readonly page: number | undefined
  readonly lastPage: number | undefined
  readonly from: number | undefined
  readonly to: number | undefined
  /** A verdict, or of moves what came of them. */
  readonly outcome: Verdict | NonNullable<DecisionFilter['outcome']> | undefined
}

export const noFilter: ListFilter = {
  words: '',
  page: undefined,
  lastPage: undefined,
  from: undefined,
  to: undefined,
  outcome: undefined,
}

export const outcomeChoices = [
  { value: 'moved', title: 'moved' },
  { value: 'stayed', title: 'moved, stayed' },
  { value: 'movedBack', title: 'moved, went back' },
  { value: 'movedOn', title: 'moved on' },
  { value: 'open', title: 'moved, still open' },
  { value: 'refused', title: 'refused' },
  { value: 'failed', title: 'failed' },
] as const

export function isFiltered(filter: ListFilter): boolean {
  return (Object.keys(noFilter) as (keyof ListFilter)[]).some((key) => filter[key] !== noFilter[key])
}

/** As the core understands it. */
export function askedFilter(filter: ListFilter): Omit<DecisionFilter, 'fromNs' | 'toNs'> {
  const { words, page, lastPage, from, to, outcome } = filter
  const isVerdict = outcome === 'moved' || outcome === 'refused' || outcome === 'failed'
  return {
    ...(words.trim() !== '' && { reasons: reasonsWith(words) }),
    ...(page !== undefined && { page }),
    ...(lastPage !== undefined && { lastPage }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(outcome !== undefined && (isVerdict ? { verdict: outcome } : { outcome })),
  }
}

/** Codes of the reasons that have every word; the words of one title find that one alone. */
export function reasonsWith(words: string): number[] {
  const all: readonly Reason[] = reasons
  const exact = all.findIndex((reason) => nameOf(reason) === words)
  if (exact >= 0) return [exact]
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return all.flatMap((reason, code) => {
    const text = `${nameOf(reason)} ${reason.sentence} ${reason.verdict}`.toLowerCase()
    return wanted.every((word) => text.includes(word)) ? [code] : []
  })
}

/** As the list of choices writes a reason. */
export function nameOf(reason: Pick<Reason, 'actor' | 'title'>): string {
  return `${reason.actor}: ${reason.title}`
}

/**
 * Pages as a person types them: "5120", "5 120 – 9 000", "0x1400-0x1fff"; simulated pages come out. Undefined: all;
 * `bad`: not to be understood.
 */
export function typedPages(typed: string, scale: number): { page?: number; lastPage?: number } | 'bad' {
  const text = typed.replaceAll(/[\s\u202f]/g, '')
  if (text === '') return {}
  const [, first, last] = /^(0x[0-9a-f]+|\d+)(?:[-–]+(0x[0-9a-f]+|\d+))?$/i.exec(text) ?? []
  if (first === undefined) return 'bad'
  const page = Math.floor(Number(first) / scale)
  if (last === undefined) return { page }
  const lastPage = Math.floor(Number(last) / scale)
  return lastPage < page ? 'bad' : { page, lastPage }
}
