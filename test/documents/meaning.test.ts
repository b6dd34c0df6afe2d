import { expect, test } from 'vitest'
import { metrics, parts } from '../../main/engine/catalog.ts'
import { createSimulation } from '../../main/engine/catalog.ts'
import { meaningOfColumn, meaningOfMetric, meaningOfTrack } from '../../shared/figures/meaning.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { setupFormat, type ExperimentSetup } from '../../shared/documents/experiment.ts'
import { trackColumns } from '../../shared/figures/track-data.ts'

const setup = {
  format: setupFormat,
  study: 'tiering',
  name: 'small',
  run: { lengthSec: 1 },
  machine: { kind: 'custom', fastPages: 4096 },
  workload: { kind: 'zipf', workingSetGiB: 0.0625 },
  policy: { kind: 'autonuma-tiering' },
  mechanism: { kind: 'migrate_pages' },
} as ExperimentSetup

test('[D12] every metric, track and column says its unit, formula, source and what it counts', () => {
  const { tracks, columns } = createSimulation(resolvePlan(setup, parts)).spec
  const meanings = [
    ...metrics.map(meaningOfMetric),
    ...tracks.map((track) => meaningOfTrack(track, trackColumns(track, columns))),
    ...tracks.flatMap((track) =>
      trackColumns(track, columns).map((column) => meaningOfColumn(column, track)),
    ),
  ]
  expect(meanings.length).toBeGreaterThan(40)
  for (const { title, about, rows } of meanings) {
    const terms = new Map(rows)
    for (const term of ['unit', 'formula', 'counts', 'source']) {
      expect(terms.get(term)?.trim() ?? '', `${title}: ${term}`).not.toBe('')
      expect(terms.get(term), `${title}: ${term}`).not.toMatch(/not recorded/)
    }
    expect(about.trim(), title).not.toBe('')
  }
})

test('[D12] a track of a recording without formula says that it has none', () => {
  const { tracks, columns } = createSimulation(resolvePlan(setup, parts)).spec
  const { formula: _formula, ...old } = tracks[0]
  const { rows } = meaningOfTrack(old as (typeof tracks)[0], columns)
  expect(new Map(rows).get('formula')).toMatch(/not recorded by the version/)
})
