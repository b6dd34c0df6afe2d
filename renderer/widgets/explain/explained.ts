import type { Meaning } from '../../../shared/figures/meaning.ts'
import type { LabWindow } from '../../state/lab-window.svelte.ts'

const CARD_ID = 'explain-card'

/**
 * Attached to the words of a metric, track or column: while the pointer or the focus is on them, the card beside them
 * says unit, formula, source, and what is counted. The element must be focusable for it to be reached by keyboard.
 */
export function explained(w: LabWindow, meaning: () => Meaning): (element: HTMLElement) => () => void {
  return (element) => {
    const show = () => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      w.explained = { meaning: meaning(), left, right, top, bottom }
      element.setAttribute('aria-describedby', CARD_ID)
    }
    const hide = () => {
      w.explained = undefined
      element.removeAttribute('aria-describedby')
    }
    const focus = () => element.matches(':focus-visible') && show()
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !w.explained) return
      event.preventDefault()
      hide()
    }
    element.addEventListener('pointerenter', show)
    element.addEventListener('pointerleave', hide)
    element.addEventListener('focus', focus)
    element.addEventListener('blur', hide)
    element.addEventListener('keydown', press)
    return () => {
      hide()
      element.removeEventListener('pointerenter', show)
      element.removeEventListener('pointerleave', hide)
      element.removeEventListener('focus', focus)
      element.removeEventListener('blur', hide)
      element.removeEventListener('keydown', press)
    }
  }
}
