import type { BrowserWindow, Display, Rectangle } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'

export interface WindowState {
  readonly bounds: Partial<Rectangle>
  readonly maximized: boolean
}

const first: WindowState = { bounds: { width: 1440, height: 900 }, maximized: false }

/** Where the window was when it was last closed, if a screen is still there to show it. */
export function readWindowState(file: string | undefined, displays: readonly Display[]): WindowState {
  if (file === undefined) return first
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, 'utf8')) as WindowState
    const { x, y, width, height } = bounds
    if (![x, y, width, height].every((value) => Number.isFinite(value))) return first
    const place = { x: x as number, y: y as number, width: width as number, height: height as number }
    return displays.some(({ workArea }) => overlap(place, workArea))
      ? { bounds: place, maximized: maximized === true }
      : first
  } catch {
    return first
  }
}

export function keepWindowState(window: BrowserWindow, file: string | undefined): void {
  window.on('close', () => {
    if (file === undefined) return
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(state))
    } catch {
      // The place of a window is not worth a word.
    }
  })
}

/** Enough of the window to take hold of it. */
function overlap(a: Rectangle, b: Rectangle): boolean {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return wide >= 100 && high >= 50
}
