import type { Lab } from '../../../shared/contract/lab.ts'
import { mostMachineLetters, type OwnMachine } from '../../../shared/documents/machines/own-machine.ts'
import type { PartChoice } from '../../../shared/documents/part.ts'
import { edited, redone, startHistory, undone, type UndoHistory } from '../undo-history.ts'

interface MachineBook {
  machines: Record<string, OwnMachine>
}

/** How many edits of which setup came before an edit here, so that both are undone in the order they were made. */
export interface EditPlace {
  readonly experiment: string | undefined
  readonly edits: number
}

/** The setup's own edits, as far as they matter to the order of undo. */
export interface EditsBeside {
  place(): EditPlace
  seal(): void
}

/** The workspace's own machines. Every edit is stored at once, and can be undone. */
export class OwnMachines {
  #history = $state.raw<UndoHistory<MachineBook>>(startHistory<MachineBook>({ machines: {} }))
  /** Where each edit that can be undone, or done again, was made; the last one last. */
  #past: readonly EditPlace[] = []
  #future: readonly EditPlace[] = []
  /** What the name that is being written is for: a machine's id, or a new one. */
  naming = $state<string | 'new' | undefined>()
  #lab: Lab
  #workspace: string
  #beside: EditsBeside
  #fail: (reason: unknown) => void
  #made = 0

  readonly list: readonly OwnMachine[] = $derived.by(() =>
    Object.values(this.#history.current.machines).sort((a, b) => a.name.localeCompare(b.name, 'en')),
  )
  readonly canUndo = $derived(this.#history.past.length > 0)
  readonly canRedo = $derived(this.#history.future.length > 0)

  constructor(
    lab: Lab,
    workspace: string,
    kept: readonly OwnMachine[],
    beside: EditsBeside,
    fail: (reason: unknown) => void,
  ) {
    this.#lab = lab
    this.#workspace = workspace
    this.#beside = beside
    this.#fail = fail
    const machines = Object.fromEntries(kept.map((machine) => [machine.id, machine]))
    this.#history = startHistory<MachineBook>({ machines })
  }

  /** Under a name that is taken, the machine there is replaced. Nothing is kept without a name. */
  keep(name: string, machine: PartChoice): void {
    const named = plainName(name)
    if (named === '') return
    const id = this.#named(named)?.id ?? `m-${crypto.randomUUID()}`
    this.#edit((book) => void (book.machines[id] = { id, name: named, machine }))
  }

  /** False where another has the name. */
  rename(id: string, name: string): boolean {
    const named = plainName(name)
    const machine = this.#history.current.machines[id]
    if (!machine || named === '' || named === machine.name) return true
    if (this.#named(named)) return false
    this.#edit((book) => void (book.machines[id] = { ...machine, name: named }))
    return true
  }

  remove(id: string): void {
    this.#edit((book) => void delete book.machines[id])
  }

  /** Whether the last edit here is later than the last edit of the setup that could be undone. */
  get undoesFirst(): boolean {
    const last = this.#past.at(-1)
    return (
      this.canUndo && last !== undefined && this.#isHere(last) && this.#beside.place().edits <= last.edits
    )
  }

  get redoesFirst(): boolean {
    const next = this.#future.at(-1)
    return (
      this.canRedo && next !== undefined && this.#isHere(next) && this.#beside.place().edits >= next.edits
    )
  }

  undo(): void {
    const place = this.#past.at(-1)
    if (!place) return
    this.#past = this.#past.slice(0, -1)
    this.#future = [...this.#future, place]
    this.#become(undone(this.#history))
  }

  redo(): void {
    const place = this.#future.at(-1)
    if (!place) return
    this.#future = this.#future.slice(0, -1)
    this.#past = [...this.#past, place]
    this.#become(redone(this.#history))
  }

  #isHere(place: EditPlace): boolean {
    return place.experiment === this.#beside.place().experiment
  }

  #named(name: string): OwnMachine | undefined {
    return this.list.find((machine) => machine.name === name)
  }

  #edit(recipe: (book: MachineBook) => void): void {
    const next = edited<MachineBook>(this.#history, `edit ${++this.#made}`, recipe as never)
    if (next === this.#history) return
    this.#beside.seal()
    this.#past = [...this.#past, this.#beside.place()].slice(-next.past.length)
    this.#future = []
    this.#become(next)
  }

  /** What differs is put or removed, machine by machine. */
  #become(next: UndoHistory<MachineBook>): void {
    const before = this.#history.current.machines
    const after = next.current.machines
    this.#history = next
    const workspace = this.#workspace
    for (const machine of Object.values(after))
      if (before[machine.id] !== machine) this.#lab.putMachine({ workspace, machine }).catch(this.#fail)
    for (const { id } of Object.values(before))
      if (!after[id]) this.#lab.removeMachine({ workspace, id }).catch(this.#fail)
  }
}

function plainName(name: string): string {
  return name.replace(/\s+/g, ' ').trim().slice(0, mostMachineLetters)
}
