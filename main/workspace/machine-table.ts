import type { OwnMachine } from '../../shared/documents/machines/own-machine.ts'
import { storedMachine } from './check-stored.ts'
import type { Database } from './database.ts'
import { toStored } from './stored-json.ts'

/** Machines that a person keeps, as documents of their own. */
export interface MachineTable {
  all(): OwnMachine[]
  put(machine: OwnMachine): void
  remove(id: string): void
}

const prefix = 'machine/'

export function createMachineTable(database: Database): MachineTable {
  return {
    all: () =>
      database
        .all('SELECT json FROM documents WHERE substr(name, 1, ?2) = ?1 ORDER BY name', prefix, prefix.length)
        .map((row) => storedMachine(row['json'])),
    put(machine) {
      database.run(
        'INSERT INTO documents (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json',
        ...[prefix + machine.id, toStored(machine)],
      )
    },
    remove: (id) => database.run('DELETE FROM documents WHERE name = ?', prefix + id),
  }
}
