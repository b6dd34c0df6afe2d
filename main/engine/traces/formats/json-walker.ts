import { TraceError } from '../trace-parser.ts'

/** What a walk through JSON meets. Scalars in lists have the key of their list. */
export interface JsonEvents {
  open(): void
  close(): void
  /** A number, text, or true, false, null as text. */
  value(key: string, text: string, byteOffset: number): void
}

/** JSON of any length in blocks of bytes; what is kept is one scalar and the open lists and objects. */
export interface JsonWalker {
  push(bytes: Uint8Array): void
  end(): void
  /** Goes on until `full` says stop (true) or the block is over (false). */
  walk(): boolean
  readonly byteOffset: number
}

const depthLimit = 64
const scalarLimit = 4096
const quote = 34
const backslash = 92
const comma = 44
const colon = 58
const openList = 91
const closeList = 93
const openObject = 123
const closeObject = 125

/** Bytes of numbers, true, false and null. */
const isWord = new Uint8Array(128)
for (const letter of '0123456789+-.eEaflnrstu') isWord[letter.charCodeAt(0)] = 1

export function createJsonWalker(events: JsonEvents, full: () => boolean): JsonWalker {
  const scalar = new Uint8Array(scalarLimit)
  const decoder = new TextDecoder()
  const kinds: number[] = []
  const keys: string[] = ['']
  let block: Uint8Array | undefined
  let at = 0
  let origin = 0
  let length = 0
  let inText = false
  let inWord = false
  let escaped = false
  let pendingText: string | undefined
  let begun = false
  let done = false
  /** A value or a key must come next; otherwise a comma, a colon or a close. */
  let wantsValue = true
  let mayClose = false

  function fail(fact: string): never {
    throw new TraceError(fact, 'the file is cut short, or is no JSON', undefined, origin + at)
  }

  function keep(byte: number): void {
    if (length === scalarLimit) fail(`a text is longer than ${scalarLimit} bytes`)
    scalar[length++] = byte
  }

  /** A text in an object is a key until a colon says so and the value follows. */
  function endScalar(): void {
    const text = decoder.decode(scalar.subarray(0, length))
    length = 0
    wantsValue = false
    if (kinds.length === 0) fail('a value stands outside of a list or object')
    if (kinds.at(-1) === openObject && keys.at(-1) === '') pendingText = text
    else events.value(keys.at(-1) ?? '', text, origin + at)
  }

  function open(kind: number): void {
    if (!wantsValue) fail('a comma is missing')
    if (done) fail('something stands behind the end')
    if (kinds.length === depthLimit) fail(`more than ${depthLimit} lists and objects are open`)
    if (kinds.at(-1) === openObject && keys.at(-1) === '') fail('a key is missing')
    const key = keys.at(-1) ?? ''
    kinds.push(kind)
    keys.push(kind === openList ? key : '')
    begun = true
    wantsValue = true
    mayClose = true
    events.open()
  }

  function close(kind: number): void {
    if (kinds.at(-1) !== kind || pendingText !== undefined)
      fail('a list or object is closed that is not open')
    if (wantsValue && !mayClose) fail('a value is missing')
    events.close()
    kinds.pop()
    keys.pop()
    wantsValue = false
    mayClose = false
    done = kinds.length === 0
  }

  function step(byte: number): void {
    if (inText) {
      if (escaped) escaped = false
      else if (byte === backslash) escaped = true
      else if (byte === quote) {
        inText = false
        return endScalar()
      }
      return keep(byte)
    }
    if (byte < 128 && isWord[byte] === 1) {
      if (!inWord && (!wantsValue || done)) fail(`"${String.fromCharCode(byte)}" stands where none should`)
      inWord = true
      mayClose = false
      return keep(byte)
    }
    if (inWord) {
      inWord = false
      if (kinds.at(-1) === openObject && keys.at(-1) === '') fail('a key is no text')
      endScalar()
    }
    if (byte <= 32) return
    if (byte === quote) {
      if (!wantsValue || done) fail('a text stands where none should')
      inText = true
      mayClose = false
    } else if (byte === openList || byte === openObject) open(byte)
    else if (byte === closeList) close(openList)
    else if (byte === closeObject) close(openObject)
    else if (byte === comma) {
      if (wantsValue || pendingText !== undefined || kinds.length === 0)
        fail('a comma stands where none should')
      if (kinds.at(-1) === openObject) keys[keys.length - 1] = ''
      wantsValue = true
      mayClose = false
    } else if (byte === colon && pendingText !== undefined) {
      keys[keys.length - 1] = pendingText
      pendingText = undefined
      wantsValue = true
    } else fail(`the byte ${byte} stands where none should`)
  }

  return {
    push(bytes) {
      if (block !== undefined) throw new Error('bug: a block was pushed before the last one was read')
      block = bytes
      at = 0
    },
    end() {
      if (begun && done && !inText) return
      throw new TraceError('the file ends before its JSON does', 'the file is cut short', undefined, origin)
    },
    walk() {
      if (block === undefined) return false
      while (at < block.length) {
        step(block[at])
        at++
        if (full()) return true
      }
      origin += block.length
      at = 0
      block = undefined
      return false
    },
    get byteOffset() {
      return origin + at
    },
  }
}
