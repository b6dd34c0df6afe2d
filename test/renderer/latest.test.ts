import { expect, test } from 'vitest'
import { createLatest } from '../../renderer/state/latest.ts'

function answeredByHand() {
  const asked: { question: number; answer: (text: string) => void; fail: (reason: Error) => void }[] = []
  const taken: string[] = []
  const failures: unknown[] = []
  const latest = createLatest({
    ask: (question: number) => new Promise<string>((answer, fail) => asked.push({ question, answer, fail })),
    take: (answer) => void taken.push(answer),
    fail: (reason) => void failures.push(reason),
  })
  return { asked, taken, failures, latest }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

test('[V4] one question is under way; of those asked meanwhile only the newest is asked', async () => {
  const { asked, taken, latest } = answeredByHand()
  for (const question of [1, 2, 3, 4]) latest.ask(question)
  expect(asked.map((entry) => entry.question)).toEqual([1])
  asked[0].answer('one')
  await settle()
  expect(asked.map((entry) => entry.question)).toEqual([1, 4])
  asked[1].answer('four')
  await settle()
  expect(taken).toEqual(['one', 'four'])
})

test('[V4] what was forgotten is neither shown nor told, and asking goes on', async () => {
  const { asked, taken, failures, latest } = answeredByHand()
  latest.ask(1)
  latest.forget()
  asked[0].fail(new Error('too late'))
  await settle()
  latest.ask(2)
  asked[1].answer('two')
  await settle()
  expect(taken).toEqual(['two'])
  expect(failures).toEqual([])
})
