import type { TieringSetup } from '../../shared/documents/experiment.ts'
import type { ParamInfo, PartFamily, PartInfo } from '../../shared/documents/part.ts'

/** Parts with one parameter of every kind, so that the checks are tested apart from the real catalog. */

function part(
  family: PartFamily,
  id: string,
  params: readonly ParamInfo[],
  more: Partial<PartInfo> = {},
): PartInfo {
  return {
    id, family, params, title: id, about: id, engines: ['rates', 'replay'], sources: [],
    fidelity: { models: [], approximates: [], leavesOut: [] }, ...more,
  } // prettier-ignore
}

const words = { label: 'label', about: 'about', source: 'assumption' }

export const sampleParts: readonly PartInfo[] = [
  part('machine', 'two-tiers', [
    {
      ...words, name: 'nodes', type: 'table', minRows: 2, maxRows: 4,
      columns: [
        { ...words, name: 'title', type: 'text', default: 'node', maxLength: 20 },
        { ...words, name: 'capacityGiB', type: 'number', unit: 'GiB', default: 16, min: 0.5, max: 1024 },
        { ...words, name: 'tiered', type: 'flag', default: true },
        {
          ...words, name: 'tier', type: 'integer', unit: 'none', default: 0, min: 0, max: 3,
          when: { name: 'tiered', is: [true] },
        },
      ],
      default: [{ title: 'dram', capacityGiB: 16 }, { title: 'cxl', capacityGiB: 64, tier: 1 }],
    },
    { ...words, name: 'fastPages', type: 'integer', unit: 'pages', default: 0, min: 0, max: 1e9 },
  ]),
  part('workload', 'zipf', [
    { ...words, name: 'skew', type: 'number', unit: 'none', default: 0.99, min: 0, max: 3 },
    { ...words, name: 'writeShare', type: 'number', unit: 'share', default: 0.1, min: 0, max: 1, live: true },
  ]),
  part('workload', 'file', [
    { ...words, name: 'path', type: 'file', default: '' },
    {
      ...words, name: 'format', type: 'choice', default: 'auto',
      choices: ['auto', 'csv', 'lackey'].map((value) => ({ value, title: value })),
    },
    {
      ...words, name: 'idColumn', type: 'text', default: '', maxLength: 40,
      when: { name: 'format', is: ['auto', 'csv'] },
    },
  ], { engines: ['replay'] }),
  part('policy', 'static', []),
  part('policy', 'scanner', [
    {
      ...words, name: 'threshold_ms', type: 'number', unit: 'ms', default: 1000, min: 1, max: 60_000, live: true,
      rangeReason: 'the kernel clamps it at a minute',
    },
    { ...words, name: 'batch', type: 'integer', unit: 'pages', default: 64, min: 1, max: 512 },
    { ...words, name: 'adaptive', type: 'flag', default: true },
    {
      ...words, name: 'period_s', type: 'number', unit: 's', default: 60, min: 1, max: 3600,
      when: { name: 'adaptive', is: [true] },
    },
  ]),
  part('policy', 'lru', [
    { ...words, name: 'batch', type: 'integer', unit: 'pages', default: 1, min: 1, max: 8 },
  ], { engines: ['replay'] }),
  part('mechanism', 'copy', [
    { ...words, name: 'copyNs', type: 'number', unit: 'ns', default: 800, min: 0, max: 1e6, live: true },
  ]),
] // prettier-ignore

export const sampleSetup: TieringSetup = {
  format: 1,
  study: 'tiering',
  name: 'sample',
  run: { seed: 7 },
  machine: { kind: 'two-tiers' },
  workload: { kind: 'zipf' },
  policy: { kind: 'scanner' },
  mechanism: { kind: 'copy' },
}

/** The sample with some of it replaced: anything at all, since documents come from outside. */
export function sampleWith(change: Readonly<Record<string, unknown>>): unknown {
  return { ...sampleSetup, ...change }
}
