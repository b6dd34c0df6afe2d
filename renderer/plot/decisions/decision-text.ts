import type { DecisionPage } from '../../../shared/contract/run-queries.ts'
import { decisionSentence } from '../../../shared/documents/decision-sentence.ts'
import type { Verdict } from '../../../shared/documents/reasons/reason.ts'
import { outcomeKinds, reasonOf } from '../../../shared/documents/decision.ts'
import type { RecordingSpec } from '../../../shared/documents/recorded.ts'
import { formatCount, formatMoment, formatQuantity } from '../../../shared/units/format.ts'
import { moveWords } from './move-words.ts'

/** One decision as the list and the card write it. */
export interface DecisionText {
  readonly timeNs: number
  readonly page: number
  readonly time: string
  readonly pageText: string
  readonly verdict: Verdict
  /** ▲ up, ▼ down, ✓ got, ✕ not moved: the sign that goes with the colour. */
  readonly sign: string
  readonly move: string
  readonly actor: string
  readonly title: string
  readonly why: string
  readonly cost: string
  readonly saved: string
  readonly outcome: string
  readonly backAgain: boolean
}

const OPEN = 255

export function decisionText(answer: DecisionPage, i: number, spec: RecordingSpec): DecisionText {
  const { rows } = answer
  const reason = reasonOf(rows.reason[i])
  const [page, from, to] = [rows.page[i], rows.from[i], rows.to[i]]
  const { name, sign } = moveWords({ reason: rows.reason[i], from, to, page, a: rows.a[i] }, spec.nodes)
  const moved = reason.verdict === 'moved'
  const kind = answer.outcomeKind[i]
  const timeNs = rows.timeNs[i]
  const pages = rows.pages[i]
  const stays = moved || reason.frames ? '' : `, on ${spec.nodes[from]?.title ?? '–'}`
  return {
    timeNs,
    page,
    time: formatMoment(timeNs, timeNs < 1e8 ? timeNs : Infinity),
    pageText: `${formatCount(page * spec.scale)}${pages > 1 ? ` +${formatCount(pages * spec.scale)}` : ''}`,
    verdict: reason.verdict,
    sign,
    move: `${name}${stays}`,
    actor: reason.actor,
    title: reason.title,
    why: decisionSentence({ reason: rows.reason[i], a: rows.a[i], b: rows.b[i], c: rows.c[i] }, spec.scale),
    cost: formatQuantity(rows.costNs[i], 'ns'),
    saved: moved && kind !== OPEN ? formatQuantity(answer.savedNs[i], 'ns') : '–',
    outcome: moved && !reason.frames ? outcomeText(kind, answer.outcomeTimeNs[i] - timeNs) : '–',
    backAgain: moved && outcomeKinds[kind] === 'movedBack',
  }
}

function outcomeText(kind: number, afterNs: number): string {
  if (kind === OPEN) return 'open'
  const after = formatQuantity(afterNs, 'ns', 2)
  if (outcomeKinds[kind] === 'stayed') return 'stayed'
  return outcomeKinds[kind] === 'movedBack' ? `back, ${after}` : `moved on, ${after}`
}
