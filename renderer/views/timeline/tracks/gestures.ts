/**
 * What pointer and wheel mean on the plots: click puts the cursor, drag zooms, Alt+drag (or a drag along the axis) sets
 * the range A to B, Shift+drag pans, Ctrl+wheel zooms.
 */
export interface GestureActs {
  readonly at: (pixel: number) => number
  readonly span: () => number
  readonly width: () => number
  readonly hover: (timeNs: number | undefined) => void
  readonly click: (timeNs: number, event: PointerEvent) => void
  readonly dragging: (between: { from: number; to: number } | undefined) => void
  readonly zoomTo: (aNs: number, bNs: number) => void
  readonly stretchTo: (aNs: number, bNs: number) => void
  /** Height of the axis, on which a drag sets the range. */
  readonly axisHeight: number
  readonly zoom: (factor: number, aroundNs: number) => void
  readonly panBy: (ns: number) => void
}

/** A shorter drag is a click. */
const SLOP = 4

export function gestures(acts: GestureActs): (element: HTMLElement) => () => void {
  return (element) => {
    let start: { x: number; timeNs: number; mode: 'zoom' | 'pan' | 'stretch' } | undefined
    let lastX = 0
    const xOf = (event: MouseEvent) => event.clientX - element.getBoundingClientRect().left

    function down(event: PointerEvent) {
      if (event.button !== 0) return
      element.setPointerCapture(event.pointerId)
      lastX = xOf(event)
      const onAxis = event.clientY - element.getBoundingClientRect().top < acts.axisHeight
      const mode = event.shiftKey ? 'pan' : event.altKey || onAxis ? 'stretch' : 'zoom'
      start = { x: lastX, timeNs: acts.at(lastX), mode }
    }

    function move(event: PointerEvent) {
      const x = xOf(event)
      if (!start) acts.hover(acts.at(x))
      else if (start.mode === 'pan') acts.panBy(((lastX - x) / acts.width()) * acts.span())
      else if (Math.abs(x - start.x) >= SLOP) acts.dragging({ from: start.timeNs, to: acts.at(x) })
      lastX = x
    }

    function up(event: PointerEvent) {
      const from = start
      start = undefined
      acts.dragging(undefined)
      if (!from || from.mode === 'pan') return
      const x = xOf(event)
      if (Math.abs(x - from.x) < SLOP) acts.click(acts.at(x), event)
      else if (from.mode === 'stretch') acts.stretchTo(from.timeNs, acts.at(x))
      else acts.zoomTo(from.timeNs, acts.at(x))
    }

    function cancel() {
      start = undefined
      acts.dragging(undefined)
      acts.hover(undefined)
    }

    function wheel(event: WheelEvent) {
      const sideways = event.deltaX !== 0 || event.shiftKey
      if (event.ctrlKey || event.metaKey) acts.zoom(1.0015 ** event.deltaY, acts.at(xOf(event)))
      else if (sideways) acts.panBy(((event.deltaX || event.deltaY) / acts.width()) * acts.span())
      else return
      event.preventDefault()
    }

    const stop = new AbortController()
    const { signal } = stop
    element.addEventListener('pointerdown', down, { signal })
    element.addEventListener('pointermove', move, { signal })
    element.addEventListener('pointerup', up, { signal })
    element.addEventListener('pointercancel', cancel, { signal })
    element.addEventListener('pointerleave', () => !start && acts.hover(undefined), { signal })
    element.addEventListener('wheel', wheel, { signal, passive: false })
    return () => stop.abort()
  }
}
