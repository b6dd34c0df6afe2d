import { giveBack } from '../../shared/base/lent.ts'
import { quote } from '../../shared/base/text.ts'
import { LabError } from '../../shared/contract/errors.ts'
import { storedExperiment } from './check-stored.ts'
import { copyWorkspace } from './copy-workspace.ts'
import type { Database } from './database.ts'
import { asFileError, onFile } from './file-errors.ts'
import { decisionColumnsOf, outcomeColumnsOf } from '../../shared/documents/comparing/decision-rows.ts'
import { decisionsCsv, seriesCsv } from './runs/run-csv.ts'
import { createRunReader } from './runs/run-reader.ts'
import { createRunTables } from './runs/run-tables.ts'
import { createMachineTable } from './machine-table.ts'
import { createNoteTable } from './note-table.ts'
import type { Store } from './store.ts'
import { fromStored, toStored } from './stored-json.ts'
import type { Work } from './work.ts'

/** The store on an open database of the newest format. `path` is for messages. */
export function createStore(database: Database, path: string): Store {
  const tables = createRunTables(database)
  const { runs, frames, maps, matrices, decisions, outcomes, roots } = tables
  const notes = createNoteTable(database)
  const machines = createMachineTable(database)
  const reads = createRunReader(tables)
  const read = <T>(work: () => T): T => onFile(path, work)
  const write = (work: () => void): void => onFile(path, () => database.transaction(work))

  function* readInPieces<T>(work: () => Work<T>): Work<T> {
    try {
      return yield* work()
    } catch (thrown) {
      throw asFileError(path, thrown)
    }
  }

  function* csvOf(run: string, what: 'series' | 'decisions'): Iterable<string> {
    try {
      const { key, record } = runs.find(run)
      if (what === 'series') yield* seriesCsv(frames, key, record.spec)
      else yield* decisionsCsv(decisions, outcomes, key, record.spec)
    } catch (thrown) {
      throw asFileError(path, thrown)
    }
  }

  return {
    contents: () =>
      read(() => ({
        experiments: database
          .all('SELECT json FROM experiments ORDER BY place')
          .map((row) => storedExperiment(row['json'])),
        runs: runs.all(),
        notes: notes.all(),
        machines: machines.all(),
        view: fromStored(
          database.first("SELECT json FROM documents WHERE name = 'view'")?.['json'] ?? 'null',
        ),
        bytes: bytesOf(database),
      })),

    putExperiment: (experiment) =>
      write(() =>
        database.run(
          'INSERT INTO experiments (id, json) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json',
          ...[experiment.id, toStored(experiment)],
        ),
      ),

    removeExperiment: (id) =>
      write(() => {
        if (database.first('SELECT id FROM experiments WHERE id = ?', id) === undefined)
          throw new LabError('no-such-experiment', `there is no experiment ${quote(id)}`, 'choose another')
        tables.forget()
        for (const { id: run, experimentId } of runs.all()) if (experimentId === id) notes.removeOf(run)
        runs.removeOf(id)
        database.run('DELETE FROM experiments WHERE id = ?', id)
      }),

    putView: (view) =>
      write(() =>
        database.run(
          "INSERT INTO documents (name, json) VALUES ('view', ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json",
          toStored(view),
        ),
      ),

    putNote: (note) => write(() => notes.put(note)),
    removeNote: ({ run, id }) => write(() => notes.remove(run, id)),
    putMachine: (machine) => write(() => machines.put(machine)),
    removeMachine: ({ id }) => write(() => machines.remove(id)),

    beginRun: (run) => write(() => runs.add(run)),
    updateRun: (run) => write(() => runs.update(run)),
    removeRun: (id) =>
      write(() => {
        tables.forget()
        runs.remove(id)
        notes.removeOf(id)
      }),

    appendRun(id, chunk) {
      const { key } = read(() => runs.find(id))
      try {
        write(() => {
          frames.append(key, chunk.frames)
          maps.append(key, chunk.writes, chunk.keyframes)
          matrices.append(key, chunk.matrices)
          decisions.append(key, decisionColumnsOf(chunk.decisions))
          outcomes.append(key, outcomeColumnsOf(chunk.outcomes))
          if (chunk.outcomes.length > 0) tables.finder.outcomesCame(key)
          roots.append(key, chunk.roots)
          runs.putCoverage(key, chunk.coverage)
        })
        const { writes, keyframes, decisions: decided, outcomes: cameOf } = chunk
        giveBack([...writes, ...keyframes, ...decided, ...cameOf])
      } catch (thrown) {
        tables.forget()
        throw thrown
      }
    },

    series: (request) => read(() => reads.series(request)),
    matrix: (request) => read(() => reads.matrix(request)),
    mapAt: (request) => read(() => reads.mapAt(request)),
    momentAt: (request) => read(() => reads.momentAt(request)),
    fingerprint: (request) => read(() => reads.fingerprint(request)),
    mapCells: (request) => read(() => reads.mapCells(request)),
    mapDiff: (request) => read(() => reads.mapDiff(request)),
    rootDiff: (request) => read(() => reads.rootDiff(request)),
    rangeStats: (request) => read(() => reads.rangeStats(request)),
    decisions: (request) => readInPieces(() => reads.decisions(request)),
    decisionGroups: (request) => readInPieces(() => reads.decisionGroups(request)),
    csv: ({ run, what }) => csvOf(run, what),

    tables,

    copyTo: (target) => copyWorkspace(database, path, target),
    close: () => database.close(),
  }
}

/** Bytes in use; what was freed will be used again. */
function bytesOf(database: Database): number {
  const pragma = (name: string) => Number(database.first(`PRAGMA ${name}`)?.[name])
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size')
}
