import type { ParamRow } from '../part.ts'
import { makeNodes, type PastedNode } from './make-nodes.ts'
import { newFacts, type LineReport } from './pasted-facts.ts'
import { createTierReader } from './read-memory-tiers.ts'
import { createMlcReader } from './read-mlc.ts'
import { createNumactlReader } from './read-numactl.ts'

/** A machine read from what tools print: fields of the machine `custom`, and what became of every line. */
export interface PastedMachine {
  /** Absent where the text does not make a machine; then `problem` says why. */
  readonly machine?: { readonly kind: 'custom'; readonly hardwareThreads: number; readonly nodes: readonly ParamRow[] }
  readonly nodes: readonly PastedNode[]
  readonly lines: readonly LineReport[]
  readonly problem?: { readonly fact: string; readonly wayOut: string }
} // prettier-ignore

export const longestPaste = 2_000_000

/**
 * Reads listings of `numactl -H`, Intel MLC and `/sys/devices/virtual/memory_tiering`, several one behind the other in
 * any order. Never throws: a line that claims to be a row and is none is told with its number and a way out.
 */
export function pasteMachine(text: string): PastedMachine {
  if (text.length > longestPaste) {
    const fact = `the text has ${text.length} characters, more than ${longestPaste}`
    return { nodes: [], lines: [], problem: { fact, wayOut: 'paste the listings alone' } }
  }
  const facts = newFacts()
  const readers = [createTierReader(facts), createNumactlReader(facts), createMlcReader(facts)]
  const lines = text.split(/\r\n|\r|\n/).flatMap((line, i): LineReport[] => {
    if (line.trim() === '') return []
    const place = { line: i + 1, text: line }
    for (const read of readers) {
      const word = read(line)
      if (!word) continue
      if ('read' in word) return [{ ...place, what: 'read', note: word.read }]
      return [{ ...place, what: 'wrong', note: word.wrong, wayOut: word.wayOut }]
    }
    return [{ ...place, what: 'skipped', note: 'not understood, left out' }]
  })
  const made = makeNodes(facts)
  const nodes = 'nodes' in made ? made.nodes : []
  const wrong = lines.find((line) => line.what === 'wrong')
  if (wrong) {
    const problem = { fact: `line ${wrong.line}: ${wrong.note}`, wayOut: wrong.wayOut ?? 'mend it' }
    return { nodes, lines, problem }
  }
  if ('fact' in made) return { nodes, lines, problem: made }
  const { hardwareThreads } = made
  return { nodes, lines, machine: { kind: 'custom', hardwareThreads, nodes: nodes.map(({ row }) => row) } }
}
