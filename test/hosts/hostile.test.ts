import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFolder } from '../lab/test-core.ts'
import { build, runCli } from './cli-process.ts'

const setup = `format: 1
study: tiering
name: hostile
run: { engine: replay }
machine: { kind: spr-ddr5-cxl, fastPages: 4 }
workload: { kind: trace, path: good.csv, threads: 1 }
policy: { kind: lru }
mechanism: { kind: migrate_pages }
`

let folder: string
const path = (name: string) => join(folder, name)
const write = (name: string, data: string | Uint8Array) => writeFileSync(path(name), data)

function requests(littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(24 * 200))
  for (let i = 0; i < 200; i++) {
    view.setUint32(24 * i, 1000 + i, littleEndian)
    view.setBigUint64(24 * i + 4, BigInt(i % 9), littleEndian)
    view.setUint32(24 * i + 12, 4096, littleEndian)
    view.setBigInt64(24 * i + 16, i < 191 ? BigInt(i + 10) : -1n, littleEndian)
  }
  return new Uint8Array(view.buffer)
}

beforeAll(() => {
  build('cli')
  folder = makeFolder()
  mkdirSync(path('folder'))
  write('good.yaml', setup)
  write('good.csv', '1\n2\n3\n4\n5\n1\n')
  write('empty.csv', '')
  write(
    'garbage',
    Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 37 + (i >> 3)) & 255),
  )
  write('long.csv', `1\n${'7'.repeat(3_000_000)}`)
  write('negative.csv', 'address,size\n1,4096\n2,-4096\n')
  write('huge.csv', 'address,size\n1,4096\n2,99999999999999999999999\n')
  write('cut.lackey', ' L 1000,8\n L 2000,8\n L 3000,')
  write('requests.bin', requests(true))
  write('big-endian.bin', requests(false))
  write('cut.bin', requests(true).subarray(0, 24 * 100 + 7))
  write('future.tierlab', 'no workspace at all')
  execFileSync('mkfifo', [path('pipe')])
  const bomb = Array.from({ length: 9 }, (_, i) => {
    const name = String.fromCharCode(98 + i)
    return `${name}: &${name} [${Array(9)
      .fill(i === 0 ? 'x' : `*${String.fromCharCode(97 + i)}`)
      .join(', ')}]\n`
  })
  write('bomb.yaml', bomb.join(''))
  write('proto.yaml', `${setup}__proto__: { polluted: 1 }\n`)
  write('huge.yaml', `# ${'x'.repeat(6 * 1024 * 1024)}\n${setup}`)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function refused(...words: string[]): Promise<string> {
  const { code, out, err } = await runCli(words, folder)
  expect({ code, out, err }).toMatchObject({ code: 2, out: '' })
  expect(err).not.toMatch(/^ {4}at /m)
  expect(err).toContain('; ')
  return err
}

describe('hostile input ends with 2, a place and a way out', () => {
  test.each([
    ['empty.csv', 'csv', /there is no access/],
    ['empty.csv', 'auto', /no trace format|no access/],
    ['garbage', 'auto', /no trace format/],
    ['garbage', 'csv', /line 1: /],
    ['garbage', 'lackey', /no access|longer than/],
    ['long.csv', 'csv', /line 2: .*longer than 65536/],
    ['negative.csv', 'csv', /line 3: "-4096"/],
    ['huge.csv', 'csv', /line 3: "9{23}"/],
    ['cut.lackey', 'lackey', /line 3: /],
    ['big-endian.bin', 'oracleGeneral', /byte 0: .*(order|endian|next request)/],
    ['cut.bin', 'oracleGeneral', /byte 2400: .*7 bytes into a record of 24/],
    ['folder', 'csv', /is a folder/],
    ['pipe', 'csv', /is no plain file; save/],
    ['/dev/zero', 'csv', /is no plain file; save/],
    ['none.csv', 'csv', /there is no file/],
  ])('[Z6] the trace %s as %s', async (file, format, said) => {
    const err = await refused(
      ...['run', 'good.yaml', '--set', `workload.path=${file}`, '--set', `workload.format=${format}`],
    )
    expect(err).toMatch(said)
  })

  test.each([
    ['bomb.yaml', /bomb\.yaml:\d+: .*unfolds to more than/],
    ['proto.yaml', /proto\.yaml:9: .*"__proto__" cannot be a field/],
    ['huge.yaml', /characters, more than/],
    ['/dev/zero', /characters, more than/],
    ['folder', /is a folder/],
  ])('[Z6] the setup %s', async (file, said) => {
    expect(await refused('run', file)).toMatch(said)
  })

  test.each([
    ['machine.fastPages=-1', /below its range/],
    ['machine.fastPages=1e30', /above its range/],
    ['machine.kind=abacus', /no machine "abacus"/],
    ['policy.kind=__proto__', /no policy "__proto__"/],
    ['run.accessLimit=-5', /below its range/],
    ['run.pageKiB=0', /"0"/],
  ])('[Z6] --set %s', async (option, said) => {
    expect(await refused('run', 'good.yaml', '--set', option)).toMatch(said)
  })

  test('[Z6] a fast tier smaller than one page', async () => {
    const options = ['machine.kind=custom', 'run.pageKiB=2048', 'machine.fastPages=0', 'machine.nodes.0.capacityGiB=0.001']
    const err = await refused('run', 'good.yaml', ...options.flatMap((option) => ['--set', option]))
    expect(err).toMatch(/"dram0" has .*, less than one simulated page/)
  }) // prettier-ignore

  test('[K61] a zone of a hundred thousand letters is refused in a line that can be read', async () => {
    write('zone.yaml', setup.replace(/study: tiering[^]*/, `study: compaction\nname: long\nzone: { kind: by-hand, map: MF, pageblockFrames: 1 }\nworkload: { kind: quiet }\ntrigger: { kind: manual }\ncompactor: { kind: compaction-v1 }\nmechanism: { kind: migrate_pages }\n`))
    const err = await refused('run', 'zone.yaml', '--set', `zone.map=${'MF'.repeat(50_000)}`)
    expect(err).toMatch(/--set zone\.map=MFMF.*…: "map" has 100000 characters, more than 4096; shorten it to 4096/)
    expect(err.length).toBeLessThan(300)
    const letter = await refused('run', 'zone.yaml', '--set', `zone.map=${'MF'.repeat(2000)}x`)
    expect(letter).toMatch(/…: position 4001 of the map, frame 4000, has the letter "x"/)
    expect(letter.length).toBeLessThan(300)
  }) // prettier-ignore

  test('[Z6] a file that is no workspace is left as it was, and nothing stays beside it', async () => {
    const before = readFileSync(path('future.tierlab'))
    await refused('run', 'good.yaml', '--out', 'future.tierlab')
    expect(readFileSync(path('future.tierlab'))).toEqual(before)
    expect(readdirSync(folder).filter((name) => name.startsWith('future.tierlab'))).toEqual([
      'future.tierlab',
    ])
  })

  test('[Z12] a workspace from the future, and one half written, are refused and left as they were', async () => {
    expect((await runCli(['run', 'good.yaml', '--out', 'real.tierlab'], folder)).code).toBe(0)
    const real = readFileSync(path('real.tierlab'))
    write('newer.tierlab', real)
    const database = new DatabaseSync(path('newer.tierlab'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    write('half.tierlab', real.subarray(0, real.length >> 1))
    write('tail.tierlab', real.subarray(0, real.length - 1000))
    write('header.tierlab', real.subarray(0, 50))
    const said = {
      newer: /has format 99, and this version knows/,
      half: /half\.tierlab"/,
      tail: /tail\.tierlab"/,
      header: /header\.tierlab"/,
    }
    for (const [name, sentence] of Object.entries(said)) {
      const before = readFileSync(path(`${name}.tierlab`))
      for (const words of [
        ['run', 'good.yaml', '--out', `${name}.tierlab`],
        ['export', `${name}.tierlab`, '--list'],
      ])
        expect(await refused(...words)).toMatch(sentence)
      expect(readFileSync(path(`${name}.tierlab`)).equals(before)).toBe(true)
    }
  }, 60_000)

  test('[Z12] a trace that grows while it is read is read as far as it was when opened', async () => {
    write('grows.csv', '1\n2\n3\n4\n'.repeat(200_000))
    const writer = setInterval(() => appendFileSync(path('grows.csv'), '5\n6\n7\n8\n'.repeat(5000)), 5)
    const { code, out } = await runCli(['trace', 'info', 'grows.csv', '--json'], folder).finally(() =>
      clearInterval(writer),
    )
    expect(code).toBe(0)
    const { accessCount, fileBytes } = JSON.parse(out) as { accessCount: number; fileBytes: number }
    expect(accessCount).toBe(fileBytes / 2)
    expect(statSync(path('grows.csv')).size).toBeGreaterThan(fileBytes)
  })
})
