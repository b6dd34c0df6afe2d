import type { ExperimentRecord } from '../../shared/contract/records.ts'
import type { RecordingSpec } from '../../shared/documents/recorded.ts'
import type { RunRecord } from '../../shared/documents/run.ts'

/** Records as the core would write them. */

export const experiment: ExperimentRecord = {
  id: 'e1',
  setup: {
    format: 1,
    study: 'tiering',
    name: 'a first one',
    run: { seed: 7 },
    machine: { kind: 'spr-cxl' },
    workload: { kind: 'zipf' },
    policy: { kind: 'autonuma' },
    mechanism: { kind: 'migrate-pages' },
  },
  revision: 1,
  changedAtMs: 1000,
}

export function runOf(spec: RecordingSpec, id = 'r1', experimentId = 'e1'): RunRecord {
  const part = { kind: 'none', values: {} }
  return {
    id,
    experimentId,
    number: 1,
    plan: {
      study: 'tiering',
      name: 'a first one',
      run: {
        engine: 'rates', seed: 7, lengthNs: 1e9, accessLimit: 0, scale: 1, pageBytes: 4096, epochNs: 1e7,
        epochAccesses: 0, frames: 6000, recordBytes: 1 << 28, pingPongNs: 6e10,
      },
      machine: part,
      workload: part,
      policy: part,
      mechanism: part,
      schedule: [],
    },
    planHash: 'abc',
    engineVersion: '1',
    status: 'running',
    startedAtMs: 2000,
    wallSec: 0,
    simulatedNs: 0,
    accesses: 0,
    frames: 0,
    spec,
    summary: {},
  } // prettier-ignore
}
