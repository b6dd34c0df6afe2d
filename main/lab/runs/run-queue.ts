/** Runs take their turns: as many at once as there are slots, in the order in which they came. */
export interface RunQueue {
  /** `task` is begun when its turn comes. Returns how to leave the queue; false when the task has begun. */
  add(task: () => Promise<void>): () => boolean
}

export function createRunQueue(slots: number): RunQueue {
  const waiting: (() => Promise<void>)[] = []
  let busy = 0

  const begin = () => {
    while (busy < slots && waiting.length > 0) {
      const task = waiting.shift()
      if (!task) return
      busy++
      void task().finally(() => {
        busy--
        begin()
      })
    }
  }
  return {
    add(task) {
      waiting.push(task)
      queueMicrotask(begin)
      return () => {
        const place = waiting.indexOf(task)
        if (place < 0) return false
        waiting.splice(place, 1)
        return true
      }
    },
  }
}
