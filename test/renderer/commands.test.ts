import { describe, expect, test } from 'vitest'
import { acceleratorOf, createMenuTemplate } from '../../main/hosts/electron/menu-template.ts'
import { foundEntries } from '../../renderer/state/commands/palette-entries.ts'
import { commandPlaces, commandTable, keyOf, placeOf } from '../../shared/contract/commands.ts'
import { screens } from '../../shared/contract/screens.ts'

const menuItems = (platform: string) => {
  const menus = createMenuTemplate('Tierlab', platform, () => undefined)
  return menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
}

describe('the one table of commands', () => {
  test('[V40] has each id once, on a screen that there is, under a place that the overlay lists', () => {
    const ids = commandTable.map(({ id }) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    expect(screens.map((id) => keyOf(`screen.${id}`))).toEqual(screens.map((_, i) => `Alt+${i + 1}`))
    for (const command of commandTable) expect(commandPlaces).toContain(placeOf(command))
  })

  test.each(['linux', 'darwin', 'win32'])('[V40] is the native menu of %s, with its keys', (platform) => {
    const items = menuItems(platform)
    for (const command of commandTable) {
      const item = items.find(({ id }) => id === command.id)
      expect(item, command.id).toMatchObject({ label: command.title })
      const shown = acceleratorOf(command, platform === 'darwin')
      expect({ accelerator: item?.accelerator, registerAccelerator: item?.registerAccelerator }).toEqual({
        accelerator: shown.accelerator,
        registerAccelerator: shown.registerAccelerator,
      })
    }
  })

  test('[V40] keeps plain letters out of the native menu’s own keys: in a field they are text', () => {
    const taken = menuItems('linux').filter(({ registerAccelerator }) => registerAccelerator !== false)
    for (const { accelerator } of taken) {
      if (accelerator !== undefined) expect(String(accelerator)).toMatch(/^(CmdOrCtrl|Alt)\+|^F\d/)
    }
    const letters = menuItems('darwin').map(({ accelerator }) => String(accelerator ?? 'F1'))
    expect(letters.filter((key) => !/^(CmdOrCtrl|Alt)\+|^F\d/.test(key))).toEqual([])
  })
})

describe('the palette', () => {
  const entry = (title: string, detail = '', kind = 'Command' as const) => ({ title, detail, kind })
  const entries = [
    entry('Export the setup as YAML…', 'File'),
    entry('Go to Setup', 'View'),
    entry('Setup of a machine', 'File'),
    entry('Pause or resume the run', 'Run'),
    entry('Upset', 'View'),
  ]
  const titles = (typed: string) => foundEntries(entries, typed).map(({ title }) => title)

  test('[V41] lists everything in its order while nothing is typed', () => {
    expect(titles('  ')).toEqual(entries.map(({ title }) => title))
  })

  test('[V41] puts what begins with a word first, then what has it, then what has it inside a word', () => {
    expect(titles('set')).toEqual(['Setup of a machine', 'Export the setup as YAML…', 'Go to Setup', 'Upset'])
  })

  test('[V41] wants every word, in any order, in title or detail', () => {
    expect(titles('yaml export')).toEqual(['Export the setup as YAML…'])
    expect(titles('view set')).toEqual(['Go to Setup', 'Upset'])
    expect(titles('yaml nowhere')).toEqual([])
  })
})
