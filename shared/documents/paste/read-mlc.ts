import { quote } from '../../base/text.ts'
import { nodeFacts, type LineWord, type LoadedTable, type PastedFacts } from './pasted-facts.ts'

type Section = 'idle' | 'bandwidth' | 'peak' | 'loaded'

const headings: readonly [RegExp, Section, string][] = [
  [/^Measuring idle latencies\b.*\(in ns\)/i, 'idle', 'MLC: idle latencies, ns'],
  [/^Measuring Memory Bandwidths between nodes/i, 'bandwidth', 'MLC: bandwidths between nodes'],
  [/^Measuring Peak Injection Memory Bandwidths/i, 'peak', 'MLC: peak bandwidths of the whole system'],
  [/^Measuring Loaded Latencies/i, 'loaded', 'MLC: loaded latencies'],
]

/** Lines between a heading and its numbers that say nothing needed here. */
const between = /^(Bandwidths are in MB\/sec|Using |Inject\b|Delay\b|=+$|\*+$|Numa node\s*$)/i

/**
 * Intel Memory Latency Checker: the tables of idle latency and bandwidth between nodes, peak bandwidths, and loaded
 * latency. `# node N` before a loaded-latency table says whose it is; else it is that of the CPU nodes together.
 */
export function createMlcReader(facts: PastedFacts): (line: string) => LineWord | undefined {
  let section: Section | undefined
  let columns: readonly number[] | undefined
  let table: LoadedTable | undefined
  let namedNode: number | undefined

  return (line) => {
    const text = line.trim()
    const named = /^#\s*(?:loaded latency of )?node (\d{1,4})$/i.exec(text)
    if (named) {
      namedNode = Number(named[1])
      return { read: `the next loaded-latency table is that of node ${namedNode}` }
    }
    const heading = headings.find(([pattern]) => pattern.test(text))
    if (heading) {
      section = heading[1]
      columns = table = undefined
      if (section === 'loaded') {
        table = { node: namedNode, points: [] }
        facts.loaded.push(table)
        namedNode = undefined
      }
      return { read: heading[2] }
    }
    if (section === undefined) return undefined
    if (between.test(text)) return { read: 'heading' }
    if (section === 'loaded') return table && readLoaded(table, text)
    if (section === 'peak') return /^[\w:\s-]+:\s*[\d.]+$/.test(text) ? { read: 'peak of the system, not needed' } : undefined
    const header = /^Numa node((?:\s+\d+)+)$/i.exec(text)
    if (header) {
      columns = header[1].trim().split(/\s+/).map(Number)
      return { read: `columns of ${columns.length} nodes` }
    }
    const row = columns && /^(\d{1,4})((?:\s+\S+)+)$/.exec(text)
    if (!row || !columns) return undefined
    return readRow(facts, section, Number(row[1]), row[2].trim().split(/\s+/), columns)
  }
} // prettier-ignore

function readRow(
  facts: PastedFacts,
  section: 'idle' | 'bandwidth',
  from: number,
  cells: readonly string[],
  columns: readonly number[],
): LineWord {
  const what = section === 'idle' ? 'latencies' : 'bandwidths'
  if (cells.length !== columns.length) {
    return {
      wrong: `the row of node ${from} has ${cells.length} ${what}, the header names ${columns.length} nodes`,
      wayOut: 'paste the whole table',
    }
  }
  const into = section === 'idle' ? facts.idleNs : facts.readMBps
  for (const [i, cell] of cells.entries()) {
    if (cell === '-' || cell === 'N/A') continue
    const value = Number(cell)
    if (!/^\d+(\.\d+)?$/.test(cell) || value <= 0) {
      return {
        wrong: `${quote(cell)} is no number of the ${what}`,
        wayOut: 'paste the table as MLC prints it',
      }
    }
    into.set(`${from},${columns[i]}`, value)
    nodeFacts(facts, columns[i])
  }
  nodeFacts(facts, from)
  return { read: `${what} from node ${from}` }
}

function readLoaded(table: LoadedTable, text: string): LineWord | undefined {
  const row = /^(\d+)\s+(\S+)\s+(\S+)$/.exec(text)
  if (!row) return undefined
  const [latencyNs, MBps] = [Number(row[2]), Number(row[3])]
  if (!(latencyNs > 0) || !(MBps > 0) || latencyNs > 1e7 || MBps > 1e9) {
    return {
      wrong: `${quote(text)} is no row of delay, latency and bandwidth`,
      wayOut: 'paste the table as MLC prints it',
    }
  }
  table.points.push({ latencyNs, MBps })
  return { read: `${latencyNs} ns at ${MBps} MB/s` }
}
