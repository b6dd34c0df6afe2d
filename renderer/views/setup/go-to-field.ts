import { pathSteps } from '../../state/setup-path.ts'

/** Scrolls to the field at a path, unfolds what hides it, and puts the focus there; else to its section. */
export function goToField(path: string): void {
  const wanted = pathSteps(path).join('.')
  const fields = [...document.querySelectorAll<HTMLElement>('[data-path]')]
  const field = fields.find((element) => element.dataset.path === wanted)
  if (!field) {
    document.getElementById(`section-${wanted.split('.')[0]}`)?.scrollIntoView({ block: 'start' })
    return
  }
  for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) {
    fold.open = true
  }
  field.scrollIntoView({ block: 'center' })
  field.focus()
}
