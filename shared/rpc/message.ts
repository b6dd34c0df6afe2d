import { labErrorCodes, LabError, type LabErrorCode } from '../contract/errors.ts'

/**
 * Everything that is ever said between a client and a server. Replies find their question by `id`, which the client
 * counts up; nothing depends on order. After `cancel` the client has stopped listening, so the server may still answer.
 */
export type ClientMessage =
  | {
      readonly type: 'hello'
      readonly protocol: number
      readonly build: string
      readonly token: string
    }
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly request: unknown }
  /** `credit`: how many items may be sent before more is granted. */
  | {
      readonly type: 'stream'
      readonly id: number
      readonly method: string
      readonly request: unknown
      readonly credit: number
    }
  | { readonly type: 'credit'; readonly id: number; readonly credit: number }
  | { readonly type: 'cancel'; readonly id: number }

export type ServerMessage =
  | { readonly type: 'welcome'; readonly protocol: number; readonly build: string }
  | { readonly type: 'refuse'; readonly error: WireError }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'item'; readonly id: number; readonly value: unknown }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError }

export type Message = ClientMessage | ServerMessage

/** A LabError without its stack, which is nobody else's business. */
export interface WireError {
  readonly code: LabErrorCode
  readonly fact: string
  readonly wayOut: string
}

export function toWire({ code, fact, wayOut }: LabError): WireError {
  return { code, fact, wayOut }
}

export function fromWire({ code, fact, wayOut }: WireError): LabError {
  return new LabError(code, fact, wayOut)
}

/** At most so many items may be under way on one stream, whatever a client grants. */
export const maxCredit = 1024

/** What arrived, if it is a message at all. Only the envelope is looked at; requests are checked by the core. */
export function readMessage(value: unknown): Message | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Readonly<Record<string, unknown>>
  return isMessage(fields) ? (fields as unknown as Message) : undefined
}

function isMessage(fields: Readonly<Record<string, unknown>>): boolean {
  switch (fields.type) {
    case 'hello':
      return isCount(fields.protocol) && isShortText(fields.build) && isShortText(fields.token)
    case 'welcome':
      return isCount(fields.protocol) && isShortText(fields.build)
    case 'refuse':
      return isWireError(fields.error)
    case 'call':
      return isCount(fields.id) && isShortText(fields.method)
    case 'stream':
      return isCount(fields.id) && isShortText(fields.method) && isCredit(fields.credit)
    case 'credit':
      return isCount(fields.id) && isCredit(fields.credit)
    case 'error':
      return isCount(fields.id) && isWireError(fields.error)
    case 'cancel':
    case 'result':
    case 'item':
    case 'end':
      return isCount(fields.id)
    default:
      return false
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isCredit(value: unknown): boolean {
  return isCount(value) && (value as number) >= 1 && (value as number) <= maxCredit
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 256
}

function isWireError(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { code, fact, wayOut } = value as Readonly<Record<string, unknown>>
  const known = typeof code === 'string' && Object.hasOwn(labErrorCodes, code)
  return known && typeof fact === 'string' && typeof wayOut === 'string'
}
