import type { Figure, FigureRequest } from '../../../shared/contract/figures.ts'
import type { RunRef } from '../../../shared/contract/records.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import { figureLimits, figureWidthsMm, startStyle } from '../../../shared/documents/figure/figure-style.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import type { TimeRange } from '../../../shared/figures/time-range.ts'
import { createLatest } from '../latest.ts'

export type WidthChoice = keyof typeof figureWidthsMm | 'own'

/** What the export dialog asks for, and the figure that comes of it. */
export class FigureForm {
  tracks = $state.raw<readonly string[]>([])
  matrix = $state<string | undefined>()
  inView = $state(true)
  width = $state<WidthChoice>('single')
  ownWidthMm = $state(120)
  plotMm = $state(startStyle.plotMm)
  fontPt = $state(startStyle.fontPt)
  blackAndWhite = $state(false)
  figure = $state.raw<Figure | undefined>()
  #answered = $state.raw<FigureRequest | undefined>()
  trouble = $state<string | undefined>()
  readonly runs: readonly RunRef[]
  readonly #view: TimeRange
  readonly #whole: TimeRange
  readonly #latest

  constructor(
    lab: Lab,
    runs: readonly RunRef[],
    shown: readonly string[],
    view: TimeRange,
    whole: TimeRange,
  ) {
    this.runs = runs
    this.tracks = shown
    this.#view = view
    this.#whole = whole
    this.#latest = createLatest({
      ask: (request: FigureRequest) => lab.figure(request),
      take: (figure: Figure, request: FigureRequest) => {
        this.figure = figure
        this.#answered = request
        this.trouble = undefined
      },
      fail: (reason) => {
        this.figure = undefined
        this.trouble = reason instanceof Error ? reason.message : String(reason)
      },
    })
  }

  readonly widthMm = $derived.by(() => (this.width === 'own' ? this.ownWidthMm : figureWidthsMm[this.width]))
  readonly range = $derived.by(() => (this.inView ? this.#view : this.#whole))

  readonly request: FigureRequest | undefined = $derived.by(() => {
    const { runs, tracks, matrix, widthMm, plotMm, fontPt, blackAndWhite } = this
    const style = { widthMm, plotMm, fontPt, blackAndWhite }
    const fits = (['widthMm', 'plotMm', 'fontPt'] as const).every(
      (what) => style[what] >= figureLimits[what].min && style[what] <= figureLimits[what].max,
    )
    if (!fits || (tracks.length === 0 && matrix === undefined)) return undefined
    return { runs, tracks, ...(matrix !== undefined && { matrix }), ...this.range, style }
  })

  /** Is the figure the one that the form now asks for, or one of before? */
  readonly isCurrent = $derived.by(() => this.figure !== undefined && this.#answered === this.request)

  /** Called from an effect: the preview follows the form. */
  follow(): void {
    if (this.request) this.#latest.ask(this.request)
  }

  /** Tracks stay in the order in which the run lists them. */
  toggle(id: string, run: RunRecord): void {
    const wanted = (known: string) => (known === id) !== this.tracks.includes(known)
    this.tracks = run.spec.tracks.map((track) => track.id).filter(wanted)
  }
}
