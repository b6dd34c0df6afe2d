import { outcomeKinds, reasonOf, type DecisionColumns } from '../../../shared/documents/decision.ts'
import { decisionSentence } from '../../../shared/documents/decision-sentence.ts'
import type { RecordingSpec } from '../../../shared/documents/recorded.ts'
import type { DecisionTable } from './decision-table.ts'
import type { FrameTable } from './frame-table.ts'
import type { OutcomeTable } from './outcome-table.ts'

/** Characters after which a piece of text is handed over. */
const pieceLength = 65_536
const framesAtOnce = 512

/**
 * Every frame: the end of the frame and each column's value as recorded (counts as counts, not as rates). Numbers are
 * the shortest text that reads back as the same number; what was not measured is empty.
 */
export function* seriesCsv(frames: FrameTable, run: number, spec: RecordingSpec): Iterable<string> {
  const timeNs = frames.times(run)
  const width = spec.columns.length
  let text = line(['time_ns', ...spec.columns.map(({ name }) => name)])
  for (let first = 0; first < timeNs.length; first += framesAtOnce) {
    const end = Math.min(timeNs.length, first + framesAtOnce)
    const columns = spec.columns.map((_, c) => frames.column(run, c, width, first, end).value)
    for (let frame = first; frame < end; frame++) {
      text += line([timeNs[frame], ...columns.map((column) => column[frame - first])])
      if (text.length < pieceLength) continue
      yield text
      text = ''
    }
  }
  yield text
}

const decisionHeader =
  'time_ns,page,pages,from,to,verdict,reason,actor,cost_ns,a,b,c,sentence,outcome,outcome_time_ns,saved_ns'

/** Every kept decision with its reason in words and what came of it; the last three are empty while it is open. */
export function* decisionsCsv(
  decisions: DecisionTable,
  outcomes: OutcomeTable,
  run: number,
  spec: RecordingSpec,
): Iterable<string> {
  let text = `${decisionHeader}\n`
  for (const range of decisions.ranges(run)) {
    const block = decisions.block(run, range)
    const { kind, timeNs, savedNs } = outcomes.of(run, range.first, range.rows)
    for (let i = 0; i < range.rows; i++) {
      const outcome: string | undefined = outcomeKinds[kind[i]]
      const came = outcome === undefined ? ['', '', ''] : [outcome, timeNs[i], savedNs[i]]
      text += line([...decisionFields(block, i, spec), ...came])
      if (text.length < pieceLength) continue
      yield text
      text = ''
    }
  }
  yield text
}

function decisionFields(block: DecisionColumns, i: number, spec: RecordingSpec): (string | number)[] {
  const { timeNs, page, pages, from, to, reason, a, b, c, costNs } = block
  const { verdict, id, actor } = reasonOf(reason[i])
  const sentence = decisionSentence({ reason: reason[i], a: a[i], b: b[i], c: c[i] }, spec.scale)
  return [
    ...[timeNs[i], page[i], pages[i], nodeTitle(spec, from[i]), nodeTitle(spec, to[i]), verdict, id, actor],
    ...[costNs[i], a[i], b[i], c[i], sentence],
  ]
}

function nodeTitle(spec: RecordingSpec, node: number): string | number {
  return spec.nodes[node]?.title ?? node
}

function line(fields: readonly (string | number)[]): string {
  return `${fields.map(field).join(',')}\n`
}

function field(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value)
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
