/** Sizes of the panels around the plots, in CSS pixels: dragged or moved by keys, kept with the workspace. */
export const panelLimits = {
  left: { usual: 212, least: 150, most: 420 },
  right: { usual: 300, least: 220, most: 640 },
  bottom: { usual: 190, least: 96, most: 620 },
  /** Decisions where a study draws a picture of its own above the tracks. */
  moves: { usual: 124, least: 96, most: 620 },
  heat: { usual: 182, least: 80, most: 520 },
} as const
export type PanelId = keyof typeof panelLimits

export const trackLimits = { least: 36, most: 420 } as const

export class PanelSizes {
  #sizes = $state.raw<Readonly<Record<string, number>>>({})

  of(panel: PanelId): number {
    return this.#sizes[panel] ?? panelLimits[panel].usual
  }

  set(panel: PanelId, size: number): void {
    const { least, most } = panelLimits[panel]
    this.#sizes = { ...this.#sizes, [panel]: Math.round(Math.min(most, Math.max(least, size))) }
  }

  reset(panel: PanelId): void {
    this.#drop(panel)
  }

  /** Height of a track where a person chose one. */
  trackHeight(trackId: string): number | undefined {
    return this.#sizes[`track ${trackId}`]
  }

  setTrackHeight(trackId: string, height: number): void {
    const { least, most } = trackLimits
    this.#sizes = {
      ...this.#sizes,
      [`track ${trackId}`]: Math.round(Math.min(most, Math.max(least, height))),
    }
  }

  resetTrackHeight(trackId: string): void {
    this.#drop(`track ${trackId}`)
  }

  view(): Readonly<Record<string, number>> | undefined {
    return Object.keys(this.#sizes).length > 0 ? this.#sizes : undefined
  }

  /** What was kept, each size within its limits; a damaged one is the usual one again. */
  restore(kept: Readonly<Record<string, number>> | undefined): void {
    this.#sizes = {}
    for (const [name, size] of Object.entries(kept ?? {})) {
      if (name.startsWith('track ')) this.setTrackHeight(name.slice('track '.length), size)
      else if (Object.hasOwn(panelLimits, name)) this.set(name as PanelId, size)
    }
  }

  #drop(name: string): void {
    this.#sizes = Object.fromEntries(Object.entries(this.#sizes).filter(([known]) => known !== name))
  }
}
