import type { Note } from '../../shared/documents/notes/note.ts'
import { storedNote } from './check-stored.ts'
import type { Database } from './database.ts'
import { toStored } from './stored-json.ts'

/** Notes as documents of their own, named by their run, so that they go with it. */
export interface NoteTable {
  all(): Note[]
  put(note: Note): void
  remove(run: string, id: string): void
  removeOf(run: string): void
}

const prefix = 'note/'
const nameOf = (run: string, id: string) => `${prefix}${run}/${id}`

export function createNoteTable(database: Database): NoteTable {
  const under = (start: string) => [start, start.length] as const
  return {
    all: () =>
      database
        .all('SELECT json FROM documents WHERE substr(name, 1, ?2) = ?1 ORDER BY name', ...under(prefix))
        .map((row) => storedNote(row['json'])),
    put(note) {
      database.run(
        'INSERT INTO documents (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json',
        ...[nameOf(note.run, note.id), toStored(note)],
      )
    },
    remove: (run, id) => database.run('DELETE FROM documents WHERE name = ?', nameOf(run, id)),
    removeOf: (run) =>
      database.run('DELETE FROM documents WHERE substr(name, 1, ?2) = ?1', ...under(nameOf(run, ''))),
  }
}
