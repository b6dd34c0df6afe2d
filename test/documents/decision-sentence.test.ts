import { expect, it } from 'vitest'
import { reasonCode, reasons } from '../../shared/documents/decision.ts'
import { decisionSentence } from '../../shared/documents/decision-sentence.ts'

it('[H10] a decision reads as a sentence with its numbers in their units', () => {
  const hot = decisionSentence({ reason: reasonCode('hint-fault-hot'), a: 412, b: 500, c: 1234 }, 1)
  expect(hot).toContain(
    '412 ms was under the threshold 500 ms; 1\u202f234 promotion candidates'.replace(
      '\u202f',
      hot.match(/1(.)234/)?.[1] ?? '',
    ),
  )
  expect(decisionSentence({ reason: reasonCode('cache-miss'), a: 7, b: 0, c: 0 }, 1)).toContain(
    'access number 7 missed',
  )
})

it('[V113] pages in a sentence are those of the machine, of which a simulated page stands for several; other numbers stay', () => {
  const sentence = decisionSentence({ reason: reasonCode('hint-fault-hot'), a: 412, b: 500, c: 83 }, 64)
  expect(sentence.replaceAll('\u202f', '')).toContain(
    '412 ms was under the threshold 500 ms; 5312 promotion candidates',
  )
  const full = decisionSentence({ reason: reasonCode('fast-node-full'), a: 2, b: 3, c: 0 }, 512)
  expect(full.replaceAll('\u202f', '')).toMatch(
    /had 1\.02 k pages free, not above its high watermark 1\.54 k pages/,
  )
  const needed = decisionSentence({ reason: reasonCode('oracle-needed'), a: 7, b: 5, c: 0 }, 64)
  expect(needed).toContain('7')
})

it('[H10] numbers that differ read differently', () => {
  const sentence = decisionSentence({ reason: reasonCode('hint-fault-hot'), a: 499.9, b: 500, c: 1 }, 1)
  expect(sentence).toContain('499.9 ms was under the threshold 500 ms')
})

it('[H10] every reason of the catalogue fills every one of its places', () => {
  reasons.forEach((_, reason) => {
    const sentence = decisionSentence({ reason, a: 11, b: 12, c: 13 }, 1)
    expect(sentence).not.toMatch(/[{}–]/)
    expect(sentence).not.toMatch(/pages pages|number \d+ accesses|accesses times/)
  })
  expect(decisionSentence({ reason: 250, a: 0, b: 0, c: 0 }, 1)).toContain('250')
})
