import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { quote } from '../../../shared/base/text.ts'
import type { ForkRequest, Forked } from '../../../shared/contract/forking.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import { forceParams, vetoParams, type Intervention } from '../../../shared/documents/forks/intervention.ts'
import type { ParamInfo, ParamScalar, PartChoice } from '../../../shared/documents/part.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { parseQuantity } from '../../../shared/units/parse.ts'
import { openKeptRun } from './kept-run.ts'
import { printRun, runDocument, watchToEnd } from './run-command.ts'
import { runFailure } from './run-target.ts'
import { CommandError, complain, exitCodes, printJson } from './terminal.ts'

export interface ForkOptions {
  readonly json: boolean
  readonly at?: string
  readonly sets: readonly string[]
  /** PAGE or FIRST-LAST, with ":always" for good. */
  readonly vetoes: readonly string[]
  /** PAGE=NODE or FIRST-LAST=NODE. */
  readonly forces: readonly string[]
  readonly policy?: string
  readonly name?: string
  readonly out?: string
}

/** `tierlab fork FILE.tierlab[#run] --at 90s …`: a run branches off, with the same plan and what is changed from there on. */
export async function forkCommand(lab: Lab, word: string, options: ForkOptions): Promise<number> {
  const atNs = momentOf(options.at)
  const interventions = interventionsOf(options, atNs / 1e9)
  const { path, workspace, run: parent } = await openKeptRun(lab, word)
  let file = path
  if (options.out !== undefined) {
    file = resolve(options.out)
    if (existsSync(file))
      throw new CommandError(
        `tierlab: --out ${quote(options.out)} is there already; name a new file, or leave --out away`,
      )
    await lab.saveWorkspace({ workspace: workspace.id, path: file })
  }
  const request: ForkRequest = {
    workspace: workspace.id,
    run: parent.id,
    atNs,
    interventions,
    ...(options.name !== undefined && { name: options.name }),
  }
  const events = lab.watch({ workspace: workspace.id })
  const forked = await lab.forkRun(request)
  if (forked.rerun)
    complain(
      `tierlab: run ${parent.number} was made by engine ${parent.engineVersion}; it is run again first`,
    )
  const { run, rerun } = await watchToEnd(lab, events, workspace.id, forked)
  await lab.closeWorkspace({ workspace: workspace.id })
  if (rerun) complain(rerunSentence(rerun))
  if (run.status === 'failed') throw runFailure(run)
  if (options.json) printJson(forkDocument(run, forked, parent, rerun, file))
  else {
    await printRun(lab, run, `${file}#${workspace.runs.length + (rerun ? 2 : 1)}`)
    complain(`tierlab: a fork of run ${parent.number} of ${quote(parent.plan.name)} at ${atNs / 1e9} s`)
  }
  return run.status === 'cancelled' ? exitCodes.cancelled : exitCodes.done
}

function rerunSentence({ repeats, status }: RunRecord): string {
  if (!repeats)
    return `tierlab: the parent’s re-run ended as ${quote(status)}, so nothing is known of what differs`
  return repeats.same
    ? 'tierlab: this engine gives the parent’s run again, byte for byte'
    : `tierlab: this engine gives another parent: ${repeats.differs ?? 'it differs'}`
}

function forkDocument(
  run: RunRecord,
  { experiment }: Forked,
  parent: RunRecord,
  rerun: RunRecord | undefined,
  file: string,
) {
  return {
    ...runDocument(run, [], file),
    parent: { ...experiment.parent, atSec: (experiment.parent?.atNs ?? 0) / 1e9, name: parent.plan.name },
    schedule: experiment.setup.schedule ?? [],
    ...(rerun && { rerun: { run: rerun.id, ...rerun.repeats } }),
  }
}

function momentOf(at: string | undefined): number {
  if (at === undefined) throw new CommandError('tierlab: fork needs a moment; write --at 90s')
  const parsed = parseQuantity(/^[\d.]+$/.test(at) ? Number(at) : at, 's')
  if (parsed.ok && parsed.value >= 0) return Math.round(parsed.value * 1e9)
  throw new CommandError(`tierlab: --at ${quote(at)} is no moment of simulated time; write --at 90s`)
}

function interventionsOf(
  { sets, vetoes, forces, policy }: ForkOptions,
  atSec: number,
): readonly Intervention[] {
  const set = Object.fromEntries(sets.map((option) => settingOf(option)))
  return [
    ...(policy === undefined ? [] : [{ atSec, policy: choiceOf(policy) }]),
    ...(sets.length === 0 ? [] : [{ atSec, set }]),
    ...vetoes.map((word) => ({ atSec, veto: vetoOf(word) })),
    ...forces.map((word) => ({ atSec, force: forceOf(word) })),
  ]
}

function settingOf(option: string): [string, ParamScalar] {
  const equals = option.indexOf('=')
  if (equals <= 0) throw new CommandError(`tierlab: "--set ${option}" sets nothing; write --set path=value`)
  return [option.slice(0, equals).trim(), scalarOf(option.slice(equals + 1).trim())]
}

/** "KIND" or "KIND,field=value,…" */
function choiceOf(word: string): PartChoice {
  const [kind, ...fields] = word.split(',')
  return { kind: kind.trim(), ...Object.fromEntries(fields.map(settingOf)) }
}

function vetoOf(word: string): Readonly<Record<string, ParamScalar>> {
  const [range, times] = word.split(':')
  if (times !== undefined && !choicesOf(vetoParams, 'times').includes(times))
    throw new CommandError(`tierlab: --veto ${quote(word)} says how often by ${choicesOf(vetoParams, 'times').join(' or ')}; write --veto PAGE:always`) // prettier-ignore
  return { ...rangeOf(range, '--veto', word), ...(times !== undefined && { times }) }
}

function forceOf(word: string): Readonly<Record<string, ParamScalar>> {
  const equals = word.indexOf('=')
  const hasNode = forceParams.some(({ name }) => name === 'node') && equals > 0
  if (!hasNode)
    throw new CommandError(`tierlab: --force ${quote(word)} names no node; write --force PAGE=NODE`)
  return { ...rangeOf(word.slice(0, equals), '--force', word), node: word.slice(equals + 1) }
}

function rangeOf(text: string, option: string, word: string): Readonly<Record<string, number>> {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text.trim())
  const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])]
  if (!match || last < first)
    throw new CommandError(
      `tierlab: ${option} ${quote(word)} names no page; write ${option} 4711 or ${option} 4000-4999`,
    )
  return last > first ? { page: first, pages: last - first + 1 } : { page: first }
}

function choicesOf(params: readonly ParamInfo[], name: string): readonly string[] {
  const info = params.find((param) => param.name === name)
  return info?.type === 'choice' ? info.choices.map(({ value }) => value) : []
}

function scalarOf(text: string): ParamScalar {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text)
  if (/^(true|yes|on)$/.test(text)) return true
  return /^(false|no|off)$/.test(text) ? false : text
}
