import type { LabWindow } from '../lab-window.svelte.ts'

/** Keeps what is known of the run on screen up to cursor, range and filters. Called while a screen is made. */
export function followRun(w: LabWindow): void {
  $effect(() => w.data?.followRun())
  $effect(() => w.data?.followSeries())
  $effect(() => w.data?.followMatrix())
  $effect(() => w.data?.followCursor())
  $effect(() => w.data?.followPlacement())
  $effect(() => w.decisions?.follow())
  $effect(() => w.decisions?.followCursor())
  $effect(() => w.decisions?.followRegions())
  $effect(() => w.data?.followFrames())
  $effect(() => w.range?.follow())
  $effect(() => w.why?.followList())
  $effect(() => w.why?.follow())
}
