import { quote } from '../../../shared/base/text.ts'
import { compareFingerprints } from '../../../shared/documents/figure/fingerprint.ts'
import type { FigureRecipe, RecipeRun } from '../../../shared/documents/figure/figure-recipe.ts'
import { isError } from '../../../shared/documents/problem.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { readRecipe } from '../../../shared/figures/recipe/read-recipe.ts'
import { formatClock } from '../../../shared/units/format.ts'
import type { LabWindow } from '../lab-window.svelte.ts'
import { startView } from '../view-state.ts'
import { isLive } from '../timeline/timeline.svelte.ts'

/** No figure of ours comes near it. */
const mostBytes = 64 * 1024 * 1024

export function isFigureName(name: string): boolean {
  return /\.(svg|png)$/i.test(name)
}

/** Reopens what a figure was made from, runs it again, and says whether it came out the same. */
export async function reopenFigure(w: LabWindow, file: File): Promise<void> {
  if (file.size > mostBytes)
    return w.notices.refuse(`${quote(file.name)} is too large for a figure of this lab`, 'drop another file')
  const recipe = readRecipe(new Uint8Array(await file.arrayBuffer()))
  if (!recipe)
    return w.notices.refuse(
      `${quote(file.name)} carries no recipe`,
      'only figures that this lab exported can be reopened; some programs drop metadata when they save',
    )
  for (const run of recipe.runs) {
    const { problems } = await w.lab.checkSetup({ setup: run.setup })
    const [problem] = problems.filter(isError)
    if (problem)
      return w.notices.refuse(`the experiment of ${quote(file.name)}: ${problem.fact}`, problem.wayOut)
  }
  for (const run of recipe.runs) await again(w, file.name, recipe, run)
}

async function again(w: LabWindow, name: string, recipe: FigureRecipe, was: RecipeRun): Promise<void> {
  await w.addExperiment(was.setup)
  await w.run()
  const { workspace } = w
  const started = w.timeline.run
  if (!workspace || !started) return
  const ended = await endOf(w, started.id)
  if (ended?.status !== 'done') return
  w.timeline.restore({ ...startView, ...w.timeline.view(), pinned: recipe.tracks, matrix: recipe.matrix })
  w.timeline.zoomTo(recipe.fromNs, recipe.toNs)
  const now = await w.lab.fingerprint({ workspace: workspace.id, run: ended.id })
  const found = compareFingerprints(was.fingerprint, now)
  if (found.same)
    return w.notices.tell(`identical: ${quote(name)} came out the same, in every column of every frame`)
  const column = ended.spec.columns.find((known) => known.name === found.column)
  const others = found.columns > 1 ? ` (${found.columns} columns differ)` : ''
  const title = column?.title ?? found.column
  w.notices.refuse(
    `${quote(name)} differs: ${quote(title)} from ${formatClock(found.fromNs)} on${others}`,
    whyOf(was, ended),
  )
}

function whyOf(was: RecipeRun, now: RunRecord): string {
  if (was.engineVersion !== now.engineVersion)
    return `it was made by engine ${was.engineVersion}, this is ${now.engineVersion}`
  if (was.planHash !== now.planHash) return 'its plan is not this one: a default or a trace has changed since'
  return 'plan and engine are the same, so this is worth a report'
}

/** The record of a run once it has ended; undefined where it is gone first. */
function endOf(w: LabWindow, id: string): Promise<RunRecord | undefined> {
  return new Promise((resolve) => {
    const stop = $effect.root(() => {
      $effect(() => {
        const run = w.workspace?.runs.find((known) => known.id === id)
        if (run && isLive(run)) return
        resolve(run)
        queueMicrotask(() => stop())
      })
    })
  })
}
