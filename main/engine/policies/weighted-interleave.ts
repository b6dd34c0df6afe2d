import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { createState } from '../policy-state.ts'
import { valuesOf } from '../param-values.ts'
import type { Policy, PolicyHost, PolicyPart } from '../policy.ts'

const params = [
  {
    name: 'weights', label: 'Weights', about: 'own: as in the list below. bandwidth: in proportion to what the firmware says of each node, as the kernel’s auto mode.', source: 'Linux: /sys/kernel/mm/mempolicy/weighted_interleave', type: 'choice', default: 'bandwidth',
    choices: [{ value: 'bandwidth', title: 'by bandwidth' }, { value: 'own', title: 'as listed' }],
  },
  {
    name: 'nodeWeights', label: 'Weight of nodes', about: 'Pages that a node gets in a row, before the next node has its turn. Nodes that are not listed get 1.', source: 'Linux: 1 to 255, 1 by default', type: 'table', minRows: 1, maxRows: 15,
    when: { name: 'weights', is: ['own'] },
    default: [{ node: 0, weight: 3 }, { node: 1, weight: 1 }],
    columns: [
      { name: 'node', label: 'Node', about: 'Number of the node, from 0, as the machine lists them.', source: 'free choice', type: 'integer', unit: 'none', default: 0, min: 0, max: 14 },
      { name: 'weight', label: 'Weight', about: 'Pages in a row.', source: 'Linux: 1 to 255', type: 'integer', unit: 'pages', default: 1, min: 1, max: 255 },
    ],
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'weighted-interleave',
  family: 'policy',
  title: 'Weighted interleave',
  about: 'New pages go to the nodes in turn, so many in a row to each (MPOL_WEIGHTED_INTERLEAVE); afterwards nothing moves.',
  engines: ['replay', 'rates'],
  traits: ['stays'],
  params,
  fidelity: {
    models: ['shares of pages by weight, in turn, in the order of first touches', 'weights by bandwidth: 32 parts by the nodes’ share, at least 1, without a common divisor'],
    approximates: ['a full node is passed over, as the kernel’s fallback to the next zone would', 'at a scale above 1, runs of pages are longer by it'],
    leavesOut: ['weights that change with time (pages that were placed would stay)', 'tasks and mappings with policies of their own'],
  },
  sources: ['Linux 6.9 mm/mempolicy.c (weighted interleave), 6.16 (weights by bandwidth)'],
} // prettier-ignore

/** Parts that the kernel deals out in auto mode. */
const weightiness = 32

export const weightedInterleave: PolicyPart = {
  info,
  createPolicy(values, host): Policy {
    const settings = valuesOf(params, values)
    const weights = settings.weights === 'own' ? listed(settings.nodeWeights, host) : byBandwidth(host)
    let node = 0
    let left = weights[0]

    function nextNode(): void {
      node = (node + 1) % weights.length
      left = weights[node]
    }

    return {
      placePage() {
        if (left === 0) nextNode()
        for (let tries = 0; tries < weights.length && host.freePages(node) < 1; tries++) nextNode()
        left--
        return node
      },
      adopt: () => undefined,
      set: () => undefined,
      columns: [],
      tracks: [],
      fillRow: () => undefined,
      state: createState(() =>
        Object.fromEntries(host.nodes.map(({ title }, n) => [`weight of ${title}`, weights[n]])),
      ),
    }
  },
}

function listed(rows: readonly Readonly<Record<string, unknown>>[], host: PolicyHost): readonly number[] {
  return host.nodes.map((_, node) => Number(rows.find((row) => Number(row.node) === node)?.weight ?? 1))
}

function byBandwidth(host: PolicyHost): readonly number[] {
  const total = host.nodes.reduce((sum, node) => sum + node.bandwidthBytesPerSec, 0)
  const parts = host.nodes.map((node) =>
    Math.max(1, Math.floor((weightiness * node.bandwidthBytesPerSec) / total)),
  )
  const divisor = parts.reduce(greatestCommonDivisor)
  return parts.map((part) => part / divisor)
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
