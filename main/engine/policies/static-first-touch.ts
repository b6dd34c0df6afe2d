import type { PartInfo } from '../../../shared/documents/part.ts'
import { createFirstTouch } from '../linux/first-touch.ts'
import type { PolicyPart } from '../policy.ts'

const info: PartInfo = {
  id: 'static-first-touch',
  family: 'policy',
  traits: ['stays'],
  title: 'First touch, then nothing',
  about: 'Pages go to the fastest node with room when they are first touched, and never move: tiering off.',
  engines: ['replay', 'rates'],
  params: [],
  fidelity: {
    models: ['allocation from the fastest tier downwards until a node is under its low watermark'],
    approximates: [],
    leavesOut: ['swapping and reclaim of file pages'],
  },
  sources: ['Linux 6.8 mm/page_alloc.c, get_page_from_freelist'],
}

export const staticFirstTouch: PolicyPart = {
  info,
  createPolicy(_values, host) {
    const state = Object.freeze({})
    const firstTouch = createFirstTouch(host)
    return {
      placePage: (_page, group) => firstTouch.nodeForNewPage(group),
      // It keeps no books of where pages are.
      adopt: () => undefined,
      set: () => undefined,
      columns: [],
      tracks: [],
      fillRow: () => undefined,
      state: () => state,
    }
  },
}
