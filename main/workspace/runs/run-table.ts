import { quote } from '../../../shared/base/text.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import type { Coverage } from '../../../shared/documents/recorded.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { storedRun } from '../check-stored.ts'
import type { Database } from '../database.ts'
import { fromStored, toStored } from '../stored-json.ts'

/** A run and the number by which the other tables know it. */
export interface StoredRun {
  readonly key: number
  readonly record: RunRecord
}

/** The records of runs, in the order in which they began. */
export interface RunTable {
  all(): RunRecord[]
  /** Throws `no-such-run`. */
  find(id: string): StoredRun
  add(run: RunRecord): void
  update(run: RunRecord): void
  remove(id: string): void
  removeOf(experiment: string): void
  coverage(key: number): Coverage
  putCoverage(key: number, coverage: Coverage): void
}

const untouched: Coverage = {
  decisionsCompleteUntilNs: Infinity,
  decisionsKeptShare: 1,
  decisionsMade: 0,
  mapsCompleteUntilNs: Infinity,
  mapsKeptShare: 1,
}

export function createRunTable(database: Database): RunTable {
  // A record holds the whole spec; reading it anew for every request would cost more than the request.
  const known = new Map<string, StoredRun>()

  function find(id: string): StoredRun {
    const seen = known.get(id)
    if (seen) return seen
    const row = database.first('SELECT run, json FROM runs WHERE id = ?', id)
    if (row === undefined)
      throw new LabError('no-such-run', `there is no run ${quote(id)} in the workspace`, 'choose another run')
    const stored: StoredRun = { key: Number(row['run']), record: storedRun(row['json']) }
    known.set(id, stored)
    return stored
  }

  return {
    all: () => database.all('SELECT json FROM runs ORDER BY run').map((row) => storedRun(row['json'])),
    find,
    add(run) {
      database.run(
        'INSERT INTO runs (id, experiment, json, coverage) VALUES (?, ?, ?, ?)',
        ...[run.id, run.experimentId, toStored(run), toStored(untouched)],
      )
    },
    update(run) {
      const { key } = find(run.id)
      known.delete(run.id)
      database.run('UPDATE runs SET json = ? WHERE run = ?', toStored(run), key)
    },
    remove(id) {
      const { key } = find(id)
      known.delete(id)
      database.run('DELETE FROM runs WHERE run = ?', key)
    },
    removeOf(experiment) {
      known.clear()
      database.run('DELETE FROM runs WHERE experiment = ?', experiment)
    },
    coverage: (key) =>
      fromStored(database.first('SELECT coverage FROM runs WHERE run = ?', key)?.['coverage']),
    putCoverage: (key, coverage) =>
      database.run('UPDATE runs SET coverage = ? WHERE run = ?', toStored(coverage), key),
  }
}
