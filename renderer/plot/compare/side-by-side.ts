import type { DecisionRow, Divergence } from '../../../shared/contract/comparing.ts'
import { outcomeKinds, reasonOf } from '../../../shared/documents/decision.ts'
import { numbersOf } from '../../../shared/documents/decision-sentence.ts'
import { valueText } from '../../../shared/figures/column-text.ts'
import { formatQuantity } from '../../../shared/units/format.ts'
import { moveWords } from '../decisions/move-words.ts'

/** A line of two decisions next to each other; `differs` stands out. */
export interface SideRow {
  readonly title: string
  readonly a: string
  readonly b: string
  readonly differs: boolean
  /** The decision itself comes first and is set apart from its inputs. */
  readonly kind: 'decision' | 'input' | 'result'
}

const none = '–'

/** Both sides of a divergence: what was decided, each number that decided, what it cost and what came of it. */
export function sideBySide({ a, b }: Divergence, scale: number): readonly SideRow[] {
  const row = (kind: SideRow['kind'], title: string, of: (side: DecisionRow) => string | undefined): SideRow => {
    const [inA, inB] = [(a && of(a)) ?? none, (b && of(b)) ?? none]
    // A number that the other side's reason does not look at is no difference of inputs.
    const differs = inA !== inB && (kind !== 'input' || (inA !== none && inB !== none))
    return { kind, title, a: inA, b: inB, differs }
  }
  const titles = [a, b].flatMap((side) => (side ? reasonOf(side.reason).numbers.map(({ title }) => title) : []))
  return [
    row('decision', 'decision', decisionWord),
    row('input', 'because', ({ reason }) => reasonOf(reason).title),
    ...[...new Set(titles)].map((title) => row('input', title, (side) => numberText(side, title, scale))),
    row('result', 'cost paid', ({ costNs }) => formatQuantity(costNs, 'ns')),
    row('result', 'saved by it', ({ outcome }) => outcome && formatQuantity(outcome.savedNs, 'ns')),
    row('result', 'what came of it', outcomeWord),
  ]
} // prettier-ignore

export function decisionWord(row: DecisionRow): string {
  const { name, sign, kind } = moveWords(row, [])
  const word = kind === 'up' ? 'promoted' : kind === 'down' ? 'demoted' : name
  return `${sign} ${word}`
}

function numberText(side: DecisionRow, title: string, scale: number): string | undefined {
  const { numbers } = reasonOf(side.reason)
  const i = numbers.findIndex((number) => number.title === title)
  return i < 0 ? undefined : valueText(numbersOf(side, scale)[i], numbers[i].unit)
}

function outcomeWord({ reason, outcome, timeNs }: DecisionRow): string | undefined {
  const { verdict, frames } = reasonOf(reason)
  if (verdict !== 'moved' || frames) return undefined
  if (!outcome) return 'open'
  const kind = outcomeKinds[outcome.kind]
  const after = formatQuantity(outcome.timeNs - timeNs, 'ns', 2)
  return kind === 'stayed' ? 'stayed' : kind === 'movedBack' ? `back, ${after}` : `moved on, ${after}`
}
