import { mount } from 'svelte'
import { toLabError } from '../shared/contract/errors.ts'
import NoCore from './NoCore.svelte'
import { connect } from './host/connect.ts'
import { openWindow } from './open-window.ts'
import { openFirst } from './state/reopen.ts'

try {
  const connection = await connect()
  await openFirst(await openWindow(connection))
} catch (thrown) {
  mount(NoCore, { target: document.getElementById('window')!, props: { error: toLabError(thrown) } })
}
