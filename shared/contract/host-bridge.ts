import type { Unlisten } from '../base/emitter.ts'
import type { CommandId } from './commands.ts'

/**
 * What a window may ask of the program around it, and nothing more: everything else goes through `Lab`. Electron's
 * preload and the web page each provide one; `renderer/host/connect.ts` picks. Absent methods are not to be had
 * there: without `chooseOpenPath` the window shows its own dialog over `Lab.listFiles`.
 */
export interface HostBridge {
  readonly kind: 'electron' | 'web'
  /** The person's choice in the host's own dialog; undefined when cancelled. */
  chooseOpenPath?(what: PathKind): Promise<string | undefined>
  chooseSavePath?(what: PathKind, suggestedName: string): Promise<string | undefined>
  /** Where a file that was dropped on the window lies; undefined where it has no path. `file` is a DOM File. */
  pathOfFile?(file: unknown): string | undefined
  /** Shown in the title bar with a mark unless all is saved; what the host does when the window is to close follows from it. */
  setTitle(title: string, mark: DocumentMark): void
  /** What the person chose in the native menu, or opened with the program from outside. */
  onMenu?(listener: (choice: MenuChoice) => void): Unlisten
}

/**
 * `saved`: everything is in the document's file. `saving`: an edit is on its way there, so a host waits for it.
 * `unnamed`: the document has a scratch file, but no name; a host asks.
 */
export const documentMarks = ['saved', 'saving', 'unnamed'] as const
export type DocumentMark = (typeof documentMarks)[number]

export type PathKind = 'workspace' | 'experiment' | 'trace' | 'csv'

/** `openPath`: a file was opened with the program (command line, double click, recent documents). */
export type MenuChoice =
  { readonly command: CommandId } | { readonly command: 'openPath'; readonly path: string }

/** What Electron's preload puts on the page as `tierlabHost`. */
export interface ElectronBridge extends HostBridge {
  readonly kind: 'electron'
  /** Has a MessagePort to the core posted to the page, as a `message` event with `portMessage` as its data. */
  requestPort(): void
}

export const portMessage = 'tierlab:port'
