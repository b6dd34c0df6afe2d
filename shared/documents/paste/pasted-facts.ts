/** What several pasted listings say of one machine, before anything is made of it. */
export interface PastedFacts {
  readonly nodes: Map<number, NodeFacts>
  /** `from,to` → the firmware's relative distance; 255 means that nothing leads there. */
  readonly distances: Map<string, number>
  /** `from,to` → unloaded latency, ns. */
  readonly idleNs: Map<string, number>
  /** `from,to` → read-only bandwidth, MB/s. */
  readonly readMBps: Map<string, number>
  /** Tables of loaded latency, each with the node that a `# node N` line before it names. */
  readonly loaded: LoadedTable[]
  /** Number of the kernel's memory tier → its nodes. The lower number is the faster tier. */
  readonly tiers: Map<number, readonly number[]>
}

export interface NodeFacts {
  cpus?: number
  sizeMiB?: number
}

export interface LoadedTable {
  readonly node: number | undefined
  readonly points: { readonly latencyNs: number; readonly MBps: number }[]
}

/** What became of one line. `wrong` lines have a way out. */
export interface LineReport {
  /** 1-based. */
  readonly line: number
  readonly text: string
  readonly what: 'read' | 'skipped' | 'wrong'
  readonly note: string
  readonly wayOut?: string
}

/** A reader's word on a line: what it understood, or what is wrong. Undefined: the line is not its own. */
export type LineWord = { readonly read: string } | { readonly wrong: string; readonly wayOut: string }

export const mostNodes = 1024

export function newFacts(): PastedFacts {
  return {
    nodes: new Map(),
    distances: new Map(),
    idleNs: new Map(),
    readMBps: new Map(),
    loaded: [],
    tiers: new Map(),
  }
}

export function nodeFacts(facts: PastedFacts, node: number): NodeFacts {
  const known = facts.nodes.get(node) ?? {}
  facts.nodes.set(node, known)
  return known
}

/** "0-2,5" as the kernel writes lists; undefined where it is none. */
export function numberList(text: string): number[] | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return []
  const found: number[] = []
  for (const part of trimmed.split(',')) {
    const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part.trim())
    if (!match) return undefined
    const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])]
    if (to < from || to >= mostNodes) return undefined
    for (let n = from; n <= to; n++) found.push(n)
  }
  return found
}
