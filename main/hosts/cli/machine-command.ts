import { readFile } from 'node:fs/promises'
import { stringify } from 'yaml'
import { quote } from '../../../shared/base/text.ts'
import { pasteMachine, type PastedMachine } from '../../../shared/documents/paste/paste-machine.ts'
import { CommandError, complain, exitCodes, printJson } from './terminal.ts'

interface ListingFile {
  readonly name: string
  readonly text: string
}

/**
 * `tierlab machine FILE…`: what numactl, MLC and the kernel print of a machine, as the section `machine` of an
 * experiment. `-` is standard input. Where each figure is from goes to stderr.
 */
export async function machineCommand(names: readonly string[], json: boolean): Promise<number> {
  const files: ListingFile[] = []
  for (const name of names) files.push({ name, text: await textOf(name) })
  const read = pasteMachine(files.map(({ text }) => text.replace(/\n?$/, '\n')).join(''))
  const wrong = read.lines.filter(({ what }) => what === 'wrong')
  for (const { line, note, wayOut } of wrong) {
    complain(`error: ${placeOf(files, line)}: ${note}${wayOut === undefined ? '' : `; ${wayOut}`}`)
  }
  if (!read.machine) {
    if (wrong.length === 0) complain(`tierlab: ${names.join(', ')}: ${read.problem?.fact}; ${read.problem?.wayOut}`)
    return exitCodes.wrongInput
  } // prettier-ignore
  if (json) printJson({ machine: read.machine, nodes: read.nodes.map(({ node, from }) => ({ node, from })) })
  else process.stdout.write(yamlOf(read))
  const skipped = read.lines.filter(({ what }) => what === 'skipped').length
  if (skipped > 0) complain(`${skipped} lines were not understood and left out`)
  return exitCodes.done
}

function yamlOf(read: PastedMachine): string {
  const sources = read.nodes.flatMap(({ node, from }) =>
    Object.entries(from).map(([figure, source]) => `# node ${node}, ${figure}: ${source}\n`),
  )
  return `${sources.join('')}${stringify({ machine: read.machine })}`
}

/** File and line of a line of all files together. */
function placeOf(files: readonly ListingFile[], line: number): string {
  let left = line
  for (const { name, text } of files) {
    const lines = text.replace(/\r?\n?$/, '').split(/\r\n|\r|\n/).length // prettier-ignore
    if (left <= lines) return `${name}:${left}`
    left -= lines
  }
  return `line ${line}`
}

async function textOf(name: string): Promise<string> {
  if (name !== '-') {
    return readFile(name, 'utf8').catch(() => {
      throw new CommandError(
        `tierlab: there is no file ${quote(name)} that can be read; name a file, or - for standard input`,
      )
    })
  }
  let text = ''
  for await (const piece of process.stdin.setEncoding('utf8')) text += String(piece)
  return text
}
