import { quote } from '../../base/text.ts'
import { mostNodes, nodeFacts, type LineWord, type PastedFacts } from './pasted-facts.ts'

/** `numactl -H`: CPUs and size of each node, then the table of distances. */
export function createNumactlReader(facts: PastedFacts): (line: string) => LineWord | undefined {
  /** Nodes of the table's header while its rows are awaited. */
  let columns: readonly number[] | undefined
  let awaitsHeader = false

  return (line) => {
    if (/^available:\s*\d+ nodes?/.test(line)) return { read: 'numactl -H' }
    const cpus = /^node (\d+) cpus:\s*([\d\s]*)$/.exec(line)
    if (cpus) {
      const node = nodeFacts(facts, Number(cpus[1]))
      node.cpus = cpus[2].split(/\s+/).filter(Boolean).length
      return { read: `node ${cpus[1]}: ${node.cpus} hardware threads` }
    }
    const size = /^node (\d+) size:\s*(\S+)\s*(\S*)$/.exec(line)
    if (size) return readSize(facts, Number(size[1]), size[2], size[3])
    if (/^node \d+ free:/.test(line)) return { read: 'free memory, not needed' }
    if (/^node distances:/.test(line)) {
      awaitsHeader = true
      return { read: 'distances' }
    }
    if (awaitsHeader && /^node(\s+\d+)+\s*$/.test(line)) {
      awaitsHeader = false
      columns = line.trim().split(/\s+/).slice(1).map(Number)
      return { read: `distances to ${columns.length} nodes` }
    }
    const row = columns && /^\s*(\d+):((?:\s+\S+)*)\s*$/.exec(line)
    if (!row || !columns) return undefined
    return readRow(facts, Number(row[1]), row[2].trim().split(/\s+/), columns)
  }
}

function readSize(facts: PastedFacts, node: number, size: string, unit: string): LineWord {
  const amount = Number(size)
  const perMiB = { MB: 1, kB: 1 / 1024, GB: 1024 }[unit]
  if (!/^\d+(\.\d+)?$/.test(size) || perMiB === undefined || node >= mostNodes) {
    return {
      wrong: `${quote(`${size} ${unit}`.trim())} is no size of a node`,
      wayOut: 'paste the line as numactl prints it: node 0 size: 64215 MB',
    }
  }
  const known = nodeFacts(facts, node)
  if (known.sizeMiB !== undefined && known.sizeMiB !== amount * perMiB) {
    return {
      wrong: `node ${node} has two sizes, ${known.sizeMiB} and ${amount * perMiB} MiB`,
      wayOut: 'paste the listings of one machine',
    }
  }
  known.sizeMiB = amount * perMiB
  return { read: `node ${node}: ${known.sizeMiB} MiB` }
}

function readRow(
  facts: PastedFacts,
  from: number,
  cells: readonly string[],
  columns: readonly number[],
): LineWord {
  const numbers = cells.map(Number)
  if (numbers.length !== columns.length || numbers.some((each) => !Number.isInteger(each) || each < 1)) {
    return {
      wrong: `the row of node ${from} has ${cells.length} distances, the header names ${columns.length} nodes`,
      wayOut: 'paste the whole table of distances',
    }
  }
  columns.forEach((to, i) => facts.distances.set(`${from},${to}`, numbers[i]))
  return { read: `distances from node ${from}` }
}
