import { mount } from 'svelte'
import type { Unlisten } from '../shared/base/emitter.ts'
import type { HostBridge } from '../shared/contract/host-bridge.ts'
import type { Lab } from '../shared/contract/lab.ts'
import './theme/tokens.css'
import './theme/contrast.css'
import './theme/base.css'
import App from './App.svelte'
import { LabWindow } from './state/lab-window.svelte.ts'

/** Puts the window on the page once the core has said who it is and what it has. */
export async function openWindow(connection: {
  readonly lab: Lab
  readonly bridge: HostBridge
  onClosed(listener: (why: string) => void): Unlisten
}): Promise<LabWindow> {
  const { lab, bridge } = connection
  const [about, catalog] = await Promise.all([lab.about({}), lab.catalog({})])
  const labWindow = new LabWindow(lab, bridge, about, catalog)
  connection.onClosed((why) => (labWindow.lost = why))
  mount(App, { target: document.getElementById('window')!, props: { labWindow } })
  return labWindow
}
