import { commandTable } from '../../../shared/contract/commands.ts'
import { worksOn } from '../../../shared/contract/screens.ts'
import { doCommand } from './command-acts.ts'
import type { LabWindow } from '../lab-window.svelte.ts'

/** The key of an event in the spelling of the table: "Ctrl+S", "W", "Space", "?". Meta counts as Ctrl. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  const named = key.length > 1 || /[A-Z]/.test(key)
  const parts = [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && named && 'Shift',
    key,
  ]
  return parts.filter((part) => part !== false).join('+')
}

/** Does what the key stands for, if it stands for something here. */
export function pressKey(w: LabWindow, event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  const name = keyName(event)
  const target = event.target instanceof HTMLElement ? event.target : undefined
  const inField =
    target?.closest('input:not([type=range], [type=radio], [type=checkbox]), select, textarea') != null
  const command = commandTable.find(
    (known) =>
      (known.keys.includes(name) || known.nativeKey === name) &&
      worksOn(known.screen, w.screen) &&
      (!inField || known.inFields === true || known.inFields === w.screen),
  )
  if (!command || w.dialog) return
  const presses = target?.closest('button, a, summary, [role=tab]') != null && name === 'Space'
  if (presses) return
  event.preventDefault()
  doCommand(w, command.id)
}
