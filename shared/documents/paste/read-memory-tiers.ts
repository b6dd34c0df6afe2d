import { quote } from '../../base/text.ts'
import { nodeFacts, numberList, type LineWord, type PastedFacts } from './pasted-facts.ts'

/** `grep . /sys/devices/virtual/memory_tiering/memory_tier*\/nodelist`, with or without the folder before it. */
export function createTierReader(facts: PastedFacts): (line: string) => LineWord | undefined {
  return (line) => {
    const match = /^(?:\S*\/)?memory_tier(\d{1,5})\/nodelist\s*[:=\s]\s*(.*)$/.exec(line.trim())
    if (!match) return undefined
    const nodes = numberList(match[2])
    if (!nodes) {
      return {
        wrong: `${quote(match[2])} is no list of nodes`,
        wayOut: 'paste it as the kernel writes it: memory_tier4/nodelist:0-1',
      }
    }
    const tier = Number(match[1])
    const twice = nodes.find((node) => [...facts.tiers].some(([other, list]) => other !== tier && list.includes(node)))
    if (twice !== undefined) {
      return { wrong: `node ${twice} is in two memory tiers`, wayOut: 'paste the listing of one moment' }
    }
    facts.tiers.set(tier, nodes)
    for (const node of nodes) nodeFacts(facts, node)
    return { read: `memory tier ${tier}: node ${nodes.join(', ')}` }
  }
} // prettier-ignore
