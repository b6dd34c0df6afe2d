import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../main/workspace/database.ts'
import { openStore } from '../../main/workspace/open-store.ts'
import { finished } from '../../main/workspace/work.ts'
import { formatOf, migrate, migrations } from '../../main/workspace/schema.ts'
import type { LabErrorCode } from '../../shared/contract/errors.ts'
import { play, specOf, type Tape } from '../engine/recording/tape.ts'
import { experiment, runOf } from './stored-run.ts'
import { tempFolder } from './temp-folder.ts'

const child = join(import.meta.dirname, 'writer-child.ts')
const fixture = join(import.meta.dirname, '../fixtures/workspace/format-1.tierlab')

const tape: Tape = {
  cells: 100,
  states: 3,
  budgetBytes: 1 << 20,
  frames: { everyEpochs: 1 },
  framesPerMatrixColumn: 2,
  epochs: Array.from({ length: 12 }, (_, e) => ({
    spanNs: 10,
    row: [e, 2 * e, 0.1 * e, -e],
    writes: [{ cell: e, now: 1 + (e % 2) }],
    decisions: [{ page: e, reason: e, a: e }],
    outcomes: e % 3 ? [] : [{ decision: e, kind: 1 }],
    amounts: [{ bin: 1, amount: e }],
    root: { e },
  })),
}

function fill(path: string): void {
  const store = openStore(path, 'create')
  store.putExperiment(experiment)
  store.beginRun(runOf(specOf(tape)))
  for (const chunk of play(tape, (call) => call % 5 === 0).chunks) store.appendRun('r1', chunk)
  store.updateRun({ ...runOf(specOf(tape)), status: 'done', frames: 12 })
  store.putView({ cursorNs: 55, zoom: [0, 1e9] })
  store.close()
}

function contentsOf(path: string) {
  const store = openStore(path, 'open')
  const text = (what: 'series' | 'decisions') => [...store.csv({ run: 'r1', what })].join('')
  const found = {
    ...store.contents(),
    bytes: 0,
    series: text('series'),
    decisions: text('decisions'),
    map: store.mapAt({ run: 'r1', map: 'placement', frame: 7, bins: 10 }),
    moment: store.momentAt({ run: 'r1', timeNs: 85 }),
    heat: store.matrix({ run: 'r1', matrix: 'heat', fromNs: 0, toNs: 1e9, columns: 9, rows: 9 }),
  }
  store.close()
  return found
}

const refusedWith = (code: LabErrorCode) => expect.objectContaining({ code }) as Error

describe('opening', () => {
  it('[W8] what was put in is there again after closing', () => {
    const path = join(tempFolder(), 'a.tierlab')
    fill(path)
    const found = contentsOf(path)
    expect(found.experiments).toEqual([experiment])
    expect(found.runs).toEqual([{ ...runOf(specOf(tape)), status: 'done', frames: 12 }])
    expect(found.view).toEqual({ cursorNs: 55, zoom: [0, 1e9] })
    expect(found.moment).toMatchObject({ frame: 7, root: { e: 7 } })
    expect(found.moment.coverage.decisionsCompleteUntilNs).toBe(Infinity)
    expect(readdirSync(join(path, '..'))).toEqual(['a.tierlab'])
  })

  it('[W9] what is no workspace is refused with its name and a way out, and stays as it was', () => {
    const folder = tempFolder()
    const at = (name: string) => join(folder, name)
    writeFileSync(at('text.tierlab'), 'not a database, but long enough to look at\n'.repeat(50))
    writeFileSync(at('empty.tierlab'), '')
    mkdirSync(at('folder.tierlab'))
    const foreign = new DatabaseSync(at('foreign.tierlab'))
    foreign.exec('CREATE TABLE t (x)')
    foreign.close()
    const before = readFileSync(at('foreign.tierlab'))
    expect(() => openStore(at('text.tierlab'), 'open')).toThrow(refusedWith('file-refused'))
    expect(() => openStore(at('empty.tierlab'), 'open')).toThrow(refusedWith('file-refused'))
    expect(() => openStore(at('foreign.tierlab'), 'open')).toThrow(refusedWith('file-refused'))
    expect(() => openStore(at('folder.tierlab'), 'open')).toThrow(refusedWith('file-refused'))
    expect(() => openStore(at('none.tierlab'), 'open')).toThrow(refusedWith('file-missing'))
    expect(() => openStore(at('text.tierlab'), 'create')).toThrow(refusedWith('file-unwritable'))
    expect(() => openStore(join(folder, 'nowhere', 'x.tierlab'), 'create')).toThrow(
      refusedWith('file-unwritable'),
    )
    expect(readFileSync(at('foreign.tierlab'))).toEqual(before)
    expect(() => openStore(at('text.tierlab'), 'open')).toThrow('text.tierlab"')
  })

  it('[W9] a workspace with tables, triggers or blocks of somebody else is refused', () => {
    const folder = tempFolder()
    const path = join(folder, 'a.tierlab')
    fill(path)
    const trapped = join(folder, 'trapped.tierlab')
    copyFileSync(path, trapped)
    const other = new DatabaseSync(trapped)
    other.exec('CREATE TRIGGER trap AFTER INSERT ON runs BEGIN DELETE FROM experiments; END')
    other.close()
    expect(() => openStore(trapped, 'open')).toThrow(refusedWith('file-refused'))
    const cut = new DatabaseSync(path)
    cut.exec("UPDATE frame_pieces SET data = x'00'")
    cut.close()
    const store = openStore(path, 'open')
    expect(() => store.momentAt({ run: 'r1', timeNs: 50 })).toThrow(refusedWith('file-refused'))
    store.close()
    const grown = new DatabaseSync(path)
    grown.exec("UPDATE runs SET json = json_set(json, '$.spec.maps[0].cells', 1e15)")
    grown.close()
    const swollen = openStore(path, 'open')
    expect(() => swollen.contents()).toThrow('spec.maps.0.cells')
    swollen.close()
  })

  it('[W10] a newer format is refused and left alone', () => {
    const path = join(tempFolder(), 'a.tierlab')
    fill(path)
    const newer = new DatabaseSync(path)
    newer.exec(`PRAGMA user_version = ${migrations.length + 1}`)
    newer.close()
    const before = readFileSync(path)
    expect(() => openStore(path, 'open')).toThrow(refusedWith('file-newer'))
    expect(readFileSync(path)).toEqual(before)
  })

  it('[W10] a file of format 1 reads as it was written', () => {
    const path = join(tempFolder(), 'a.tierlab')
    const fresh = join(tempFolder(), 'b.tierlab')
    copyFileSync(fixture, path)
    fill(fresh)
    expect(contentsOf(path)).toEqual(contentsOf(fresh))
  })

  it('[W10] migrations run in order from the format of the file, whole or not at all', () => {
    const database = openDatabase(':memory:')
    migrate(database, ['CREATE TABLE a (x)'])
    expect(() => migrate(database, ['', 'CREATE TABLE b (x)', 'CREATE TABLE a (x)'])).toThrow(
      'already exists',
    )
    expect(formatOf(database)).toBe(1)
    migrate(database, ['', 'CREATE TABLE b (x)', 'CREATE TABLE c (x)'])
    expect(formatOf(database)).toBe(3)
    expect(database.all('SELECT name FROM sqlite_schema ORDER BY name').map((row) => row['name'])).toEqual([
      'a',
      'b',
      'c',
    ])
    database.close()
  })

  it('[W11] a second writer is refused, in this process and in another, until the first closes', async () => {
    const path = join(tempFolder(), 'a.tierlab')
    fill(path)
    const first = openStore(path, 'open')
    expect(() => openStore(path, 'open')).toThrow(refusedWith('file-locked'))
    expect(() => openStore(':memory:', 'create').copyTo(path)).toThrow(refusedWith('file-locked'))
    const script = `import { DatabaseSync } from 'node:sqlite'
      try { new DatabaseSync(${JSON.stringify(path)}, { timeout: 0 }).exec('SELECT * FROM runs'); process.exit(0) }
      catch (e) { process.exit(e.errcode) }`
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
    expect(await once(other, 'exit')).toEqual([5, null])
    first.close()
    openStore(path, 'open').close()
  })
})

describe('copying', () => {
  it('[W12] a copy is whole, replaces what was there, and leaves nothing beside it', () => {
    const folder = tempFolder()
    const path = join(folder, 'a.tierlab')
    fill(path)
    const wanted = contentsOf(path)
    const store = openStore(path, 'open')
    writeFileSync(join(folder, 'b.tierlab'), 'something older')
    writeFileSync(join(folder, 'b.tierlab-wal'), 'a log of something older')
    store.copyTo(join(folder, 'b.tierlab'))
    expect(() => store.copyTo(path)).toThrow(refusedWith('file-unwritable'))
    expect(() => store.copyTo(join(folder, 'no', 'c.tierlab'))).toThrow(refusedWith('file-unwritable'))
    store.close()
    expect(readdirSync(folder).sort()).toEqual(['a.tierlab', 'b.tierlab'])
    expect(contentsOf(join(folder, 'b.tierlab'))).toEqual(wanted)
  })

  it('[W12] a workspace kept in memory can be written out', () => {
    const path = join(tempFolder(), 'c.tierlab')
    const store = openStore(':memory:', 'create')
    store.putExperiment(experiment)
    store.copyTo(path)
    store.close()
    const copy = openStore(path, 'open')
    expect(copy.contents().experiments).toEqual([experiment])
    copy.close()
  })
})

describe('being killed', () => {
  it.each([1, 2, 3, 4])(
    '[W13] nothing acknowledged is lost when the writer is killed (seed %i)',
    async (seed) => {
      const path = join(tempFolder(), 'a.tierlab')
      const writer = spawn(process.execPath, [child, path, String(seed)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      const wanted = 10 + 17 * seed
      writer.stdout.on('data', (text: Buffer) => {
        said += text.toString()
        if (said.split('\n').length > wanted) writer.kill('SIGKILL')
      })
      const closed: unknown[] = await once(writer, 'close')
      expect(closed[1]).toBe('SIGKILL')
      expect(existsSync(`${path}-wal`) && statSync(path).size > 0).toBe(true)
      const lines = said.split('\n').slice(0, -1)
      const [frames, decisions] = lines[lines.length - 1].split(' ').map(Number)

      const store = openStore(path, 'open')
      const { timeNs, columns } = store.series({
        run: 'r1',
        fromNs: 0,
        toNs: 1e12,
        columns: ['moved'],
        points: 1e6,
      })
      expect(timeNs.length).toBeGreaterThanOrEqual(frames)
      expect(Array.from(timeNs)).toEqual(Array.from(timeNs, (_, i) => 10 * (i + 1)))
      expect(columns['moved'].max[frames - 1]).toBe((frames - 1) * 1e8)
      const found = finished(
        store.decisions({ run: 'r1', fromNs: 0, toNs: 1e12, offset: decisions - 1, limit: 1 }),
      )
      expect(found.total).toBeGreaterThanOrEqual(decisions)
      expect([found.rows.timeNs[0], found.rows.page[0], found.outcomeKind[0]]).toEqual([frames - 1, 399, 1])
      expect(store.momentAt({ run: 'r1', timeNs: 10 * frames }).root).toEqual({ frames: frames - 1 })
      const map = store.mapAt({ run: 'r1', map: 'placement', frame: frames - 1, bins: 1 })
      expect(map.counts.reduce((sum, count) => sum + count, 0)).toBe(2000)
      store.close()
      const checked = new DatabaseSync(path)
      expect(checked.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      checked.close()
    },
  )
})
