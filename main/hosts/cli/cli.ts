import { cac } from 'cac'
import { dirname } from 'node:path'
import { createLab } from '../../lab/lab.ts'
import { createLocalHost } from '../../lab/local-host.ts'
import { findProgramFiles } from '../../lab/program-files.ts'
import { engineVersion } from '../../lab/program-version.ts'
import { quote } from '../../../shared/base/text.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import { checkCommand } from './check-command.ts'
import { diffCommand } from './diff-command.ts'
import { findingsCommand } from './findings-command.ts'
import { exportCommand } from './export-command.ts'
import { forkCommand } from './fork-command.ts'
import { machineCommand } from './machine-command.ts'
import { partsCommand } from './parts-command.ts'
import { runCommand } from './run-command.ts'
import { sweepCommand } from './sweep-command.ts'
import { traceCommand } from './trace-command.ts'
import { CommandError, exitCodes, report, surviveClosedPipes } from './terminal.ts'

/** The `tierlab` command. Everything it does goes through `Lab`, as in a window. */
surviveClosedPipes()
const cli = cac('tierlab')

/** What a command gets of its options; cac hands over numbers for words that look like one. */
type Given = Readonly<Record<string, unknown>>

cli
  .command('run <file>', 'Run an experiment (YAML) to its end')
  .option('--json', 'One JSON document on stdout and nothing else')
  .option('--set <path=value>', 'Change a field first: policy.kind=lru, run.scale=8 (repeatable)')
  .option('--seed <n>', 'Short for --set run.seed=<n>')
  .option('--out <file>', 'Keep the run in this .tierlab workspace (made, or added to)')
  .option('--series <file>', 'Write every column of every frame as CSV')
  .option('--decisions <file>', 'Write every kept decision as CSV')
  .action((file: unknown, given: Given) =>
    withLab(wordOf(file), (lab) => runCommand(lab, wordOf(file), {
      json: given.json === true, sets: setsOf(given), ...pathsOf(given, ['out', 'series', 'decisions']),
    })),
  ) // prettier-ignore

cli
  .command('sweep <file>', 'Run every combination of the values of an experiment’s sweep')
  .option('--json', 'One JSON document on stdout and nothing else')
  .option('--set <path=value>', 'Change a field first (repeatable)')
  .option('--path <path>', 'A field to sweep, such as machine.fastPages (repeatable, each with its --values)')
  .option('--values <list>', 'Its values: 1,2,4,10%; per cent of the working set for fields that count pages')
  .option('--out <file>', 'Keep every run in this .tierlab workspace (made, or added to)')
  .action((file: unknown, given: Given) =>
    withLab(wordOf(file), (lab) => sweepCommand(lab, wordOf(file), {
      json: given.json === true, sets: setsOf(given), ...pathsOf(given, ['out']),
      paths: wordsOf(given.path), values: wordsOf(given.values),
    })),
  ) // prettier-ignore

cli
  .command('check <file>', 'Say what is wrong with an experiment, by line')
  .option('--json', 'One JSON document on stdout and nothing else')
  .option('--set <path=value>', 'Change a field first (repeatable)')
  .action((file: unknown, given: Given) =>
    withLab(wordOf(file), (lab) => checkCommand(lab, wordOf(file), given.json === true, setsOf(given))),
  )

cli
  .command('trace <verb> <file>', 'tierlab trace info FILE: what a trace holds')
  .option('--json', 'One JSON document on stdout and nothing else')
  .option('--format <format>', 'Do not recognise it: csv, lackey, oracleGeneral …', { default: 'auto' })
  .option('--lines <n>', 'How many of the first accesses to show', { default: 10 })
  .action((verb: unknown, file: unknown, given: Given) =>
    withLab(wordOf(file), (lab) => traceCommand(lab, wordOf(verb), wordOf(file), {
      json: given.json === true, format: wordOf(given.format), lines: Number(given.lines),
    })),
  ) // prettier-ignore

cli
  .command(
    'machine <...files>',
    'Make a machine of the output of numactl -H, Intel MLC and the kernel’s memory tiers',
  )
  .option('--json', 'One JSON document on stdout and nothing else')
  .action((files: unknown, given: Given) => machineCommand(wordsOf(files), given.json === true))

cli
  .command('parts', 'List every machine, workload, policy and mechanism with its parameters')
  .option('--json', 'One JSON document on stdout and nothing else')
  .action((given: Given) => withLab(undefined, (lab) => partsCommand(lab, given.json === true)))

cli
  .command('export <...files>', 'Write tracks of a kept run (FILE.tierlab or FILE.tierlab#run) as a figure or a table')
  .option('--list', 'Name the tracks, a line each')
  .option('--json', 'With --list: one JSON document')
  .option('--track <name>', 'A track (repeatable); the pinned ones by default')
  .option('--matrix <name>', 'A layer of address × time below them')
  .option('--svg <file>', 'A figure; with two files, both runs over each other')
  .option('--csv <file>', 'Every frame with minimum and maximum')
  .option('--parquet <file>', 'The same as Parquet')
  .option('--from <moment>', 'Simulated time, such as 90s')
  .option('--to <moment>', 'Simulated time')
  .option('--width <width>', 'single (85 mm), double (178 mm) or a number of mm', { default: 'single' })
  .option('--height <mm>', 'Height of the plot of one track')
  .option('--font <pt>', 'Size of all text in points')
  .option('--bw', 'Greys, dashes and hatches instead of colours')
  .action((files: unknown, given: Given) =>
    withLab(undefined, (lab) => exportCommand(lab, wordsOf(files), {
      list: given.list === true, json: given.json === true, tracks: wordsOf(given.track), blackAndWhite: given.bw === true,
      ...pathsOf(given, ['matrix', 'svg', 'csv', 'parquet', 'from', 'to', 'width', 'height', 'font']),
    })),
  ) // prettier-ignore

cli
  .command('diff <...runs>', 'Hold two kept runs against each other (A.tierlab or A.tierlab#run)')
  .option('--json', 'One JSON document on stdout and nothing else')
  .option('--limit <n>', 'How many decisions of either run alone to list', { default: 20 })
  .action((runs: unknown, given: Given) =>
    withLab(undefined, (lab) =>
      diffCommand(lab, wordsOf(runs), { json: given.json === true, limit: Number(given.limit) }),
    ),
  )

cli
  .command('fork <file>', 'Branch off a kept run (FILE.tierlab or FILE.tierlab#run) at a moment, changed from there on')
  .option('--at <moment>', 'Simulated time at which it branches off, such as 90s')
  .option('--set <path=value>', 'Set a live parameter from then on: policy.hot_threshold_ms=250 (repeatable)')
  .option('--veto <page>', 'Refuse the next move of PAGE or FIRST-LAST; PAGE:always refuses all (repeatable)')
  .option('--force <page=node>', 'Move PAGE or FIRST-LAST to a node (repeatable)')
  .option('--policy <kind>', 'Another policy from then on: KIND or KIND,field=value,…')
  .option('--name <name>', 'Name of the new experiment')
  .option('--out <file>', 'Copy the workspace to this file and store it there, not in FILE')
  .option('--json', 'One JSON document on stdout and nothing else')
  .action((file: unknown, given: Given) =>
    withLab(wordOf(file), (lab) => forkCommand(lab, wordOf(file), {
      json: given.json === true, sets: setsOf(given), vetoes: wordsOf(given.veto), forces: wordsOf(given.force),
      ...pathsOf(given, ['at', 'policy', 'name', 'out']),
    })),
  ) // prettier-ignore

cli
  .command('findings <run>', 'What stands out in a kept run, and what its migrations were worth')
  .option('--json', 'One JSON document on stdout and nothing else')
  .action((run: unknown, given: Given) =>
    withLab(undefined, (lab) => findingsCommand(lab, wordOf(run), given.json === true)),
  )

cli
  .command('serve [file]', 'Serve the window to a browser on this machine')
  .option('--port <n>', 'Port; a free one by default')
  .option('--host <address>', 'Address to listen on', { default: '127.0.0.1' })
  .option('--open', 'Open it in the default browser')
  .action(serve)

cli.help()
cli.version(engineVersion())

process.exitCode = await main()

async function main(): Promise<number> {
  try {
    cli.parse(process.argv, { run: false })
    if (cli.options.help || cli.options.version) return exitCodes.done
    if (!cli.matchedCommand) {
      if (cli.args.length === 0) {
        cli.outputHelp()
        return exitCodes.wrongInput
      }
      const known = cli.commands.map(({ name }) => name).join(', ')
      throw new CommandError(`tierlab: there is no command ${quote(cli.args[0])}; the commands are ${known}`)
    }
    const code: unknown = await cli.runMatchedCommand()
    return typeof code === 'number' ? code : exitCodes.done
  } catch (thrown) {
    return report(thrown)
  }
}

/** A core for one command; relative traces are looked for beside the experiment, then here. */
async function withLab<T>(file: string | undefined, use: (lab: Lab) => Promise<T>): Promise<T> {
  const traceFolders = file === undefined ? [] : [dirname(file), process.cwd()]
  const core = createLab(createLocalHost({ name: 'cli', stateFolder: undefined, traceFolders }))
  try {
    return await use(core.openSession().lab)
  } finally {
    await core.close()
  }
}

/** The web host is a program of its own: hosts do not know each other. */
async function serve(file: unknown, given: Given): Promise<number> {
  const port = given.port === undefined ? 0 : Number(given.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandError(`tierlab: --port ${quote(given.port)} is no port; use a whole number up to 65535`)
  const web = (await import(findProgramFiles().web.href)) as {
    serveWindow(options: { port: number; host: string; open: boolean; file?: string }): Promise<number>
  }
  const opened = file === undefined ? {} : { file: wordOf(file) }
  return web.serveWindow({ port, host: wordOf(given.host), open: given.open === true, ...opened })
}

function setsOf(given: Given): string[] {
  if ([given.set].flat().includes(true))
    throw new CommandError('tierlab: --set has no value; write --set path=value')
  const sets = wordsOf(given.set)
  return given.seed === undefined ? sets : [...sets, `run.seed=${wordOf(given.seed)}`]
}

/** Values of an option that may be given more than once. */
function wordsOf(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(wordOf)
}

function pathsOf<Name extends string>(given: Given, names: readonly Name[]): Partial<Record<Name, string>> {
  const paths: Partial<Record<Name, string>> = {}
  for (const name of names) {
    if (Array.isArray(given[name])) throw new CommandError(`tierlab: --${name} is given twice; give it once`)
    if (given[name] !== undefined) paths[name] = wordOf(given[name])
  }
  return paths
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
