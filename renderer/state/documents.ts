import { formatCount } from '../../shared/units/format.ts'
import type { ReadSetup } from '../../shared/contract/lab.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { setupFormat, type StudyId } from '../../shared/documents/experiment.ts'
import { isError } from '../../shared/documents/problem.ts'
import { choiceIn, partsFor, studyOf } from '../../shared/documents/studies/studies.ts'
import { isFigureName, reopenFigure } from './figures/reopen-figure.svelte.ts'
import type { LabWindow } from './lab-window.svelte.ts'

/** What a person does with documents: new, open, save, drop. Each tells its failure by itself. */

/** An experiment of the study's first parts, each with its defaults. */
export function newExperiment(w: LabWindow, study: StudyId = 'tiering'): Promise<void> {
  const sections = studyOf({ study }).sections.map((section) => {
    return [section.name, { kind: partsFor(section, w.catalog.parts)[0]?.id ?? '' }]
  })
  const taken = new Set(w.workspace?.experiments.map((experiment) => experiment.setup.name))
  let name = 'New experiment'
  for (let n = 2; taken.has(name); n++) name = `New experiment ${n}`
  const setup = { format: setupFormat, study, name, run: {}, ...Object.fromEntries(sections) }
  return told(w, () => w.addExperiment(setup as ExperimentSetup))
}

export function openDocument(w: LabWindow): Promise<void> {
  return told(w, async () => {
    if (!w.bridge.chooseOpenPath) {
      w.dialog = { kind: 'open' }
      return
    }
    const path = await w.bridge.chooseOpenPath('workspace')
    if (path !== undefined) await openPath(w, path)
  })
}

/** A workspace is opened; a setup becomes an experiment; a trace becomes the workload of a new experiment. */
export function openPath(w: LabWindow, path: string): Promise<void> {
  return told(w, async () => {
    if (path.endsWith('.tierlab')) await w.show(await w.lab.openWorkspace({ path }))
    else if (/\.ya?ml$/i.test(path)) await takeSetup(w, path, await w.lab.openSetup({ path }))
    else await openTrace(w, path)
  })
}

export function saveDocument(w: LabWindow, under?: 'new name'): Promise<void> {
  return told(w, async () => {
    const { workspace } = w
    if (!workspace) return
    if (workspace.path !== undefined && !under) return await saveTo(w)
    if (!w.bridge.chooseSavePath) {
      w.dialog = { kind: 'save' }
      return
    }
    const path = await w.bridge.chooseSavePath('workspace', `${workspace.name}.tierlab`)
    if (path !== undefined) await saveTo(w, path)
  })
}

export function saveAs(w: LabWindow, path: string): Promise<void> {
  return told(w, () => saveTo(w, path))
}

export function dropFile(w: LabWindow, file: File): Promise<void> {
  return told(w, async () => {
    if (/\.ya?ml$/i.test(file.name))
      return await takeSetup(w, file.name, await w.lab.readSetup({ yaml: await file.text() }))
    if (isFigureName(file.name)) return await reopenFigure(w, file)
    const path = w.bridge.pathOfFile?.(file)
    if (path !== undefined) return await openPath(w, path)
    w.notices.refuse(
      `a browser does not tell where "${file.name}" lies`,
      'type its path under "Open by path": the lab reads it from there',
    )
  })
}

export function runNow(w: LabWindow): Promise<void> {
  return told(w, async () => {
    w.openShown()
    const count = w.editor.errors.length
    if (count > 0) {
      const what = count === 1 ? '1 value' : `${formatCount(count)} values`
      w.notices.refuse(`${what} must be fixed before this can run`, 'F8 goes to the next one')
      w.screen = 'setup'
    } else await w.run()
  })
}

async function saveTo(w: LabWindow, path?: string): Promise<void> {
  const { workspace } = w
  if (!workspace) return
  await w.editor.flush()
  await w.keepView()
  await workspace.commitRemovals()
  workspace.take(await w.lab.saveWorkspace({ workspace: workspace.id, ...(path !== undefined && { path }) }))
  w.recentsChanged++
  w.notices.note(`saved ${workspace.name}`)
}

const wholeOf = ['', 'study', 'format']

async function takeSetup(w: LabWindow, name: string, { setup, problems }: ReadSetup): Promise<void> {
  // A wrong field is put right in the form; of another study or format there is no form.
  const whole = problems.find((known) => isError(known) && wholeOf.includes(known.path))
  const problem = whole ?? (setup ? undefined : problems[0])
  if (setup && !problem) return await w.addExperiment(setup)
  const line = problem?.line === undefined ? '' : `, line ${problem.line}`
  w.notices.refuse(
    `"${name}"${line}: ${problem?.fact ?? 'holds no setup'}`,
    problem?.wayOut ?? 'open another file',
  )
}

async function openTrace(w: LabWindow, path: string): Promise<void> {
  const part = w.catalog.parts.find(
    (p) => p.family === 'workload' && p.params.some((info) => info.type === 'file'),
  )
  const field = part?.params.find((info) => info.type === 'file')
  if (!part || !field) return w.notices.refuse('no workload reads a file', 'open a workspace or a setup')
  const base = w.catalog.examples.find((example) => example.setup.workload.kind === part.id)?.setup
  await newExperiment(w)
  const name = path.replace(/^.*[\\/]/, '')
  w.editor.set('name', `Trace ${name}`)
  for (const section of ['machine', 'policy', 'mechanism', 'run'] as const) {
    if (base) w.editor.set(section, section === 'run' ? base.run : choiceIn(base, section))
  }
  w.editor.set('workload', { kind: part.id, [field.name]: path })
}

function told(w: LabWindow, action: () => Promise<void>): Promise<void> {
  return w.try(action).then(() => undefined)
}
