import protobuf from 'protobufjs/minimal.js'

/** Types of single values that are written here, and how each stands in a message. */
const wireTypes = { int32: 0, int64: 0, bool: 0, string: 2, bytes: 2, float: 5 } as const
const lengthDelimited = 2

/** A field of a message, as a .proto file has it: its type is a value's or the name of another message. */
interface MessageField {
  readonly id: number
  readonly type: string
  readonly rule?: 'repeated'
  /** Of a map. */
  readonly keyType?: 'string'
}

/** Messages by name; the fields of each in the order of their numbers. Of the fields of a `oneof` one is there, also if it is 0. */
export type Messages = Readonly<
  Record<
    string,
    {
      readonly fields: Readonly<Record<string, MessageField>>
      readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>
    }
  >
>

type Fields = Readonly<Record<string, unknown>>

/**
 * Encodes a message given as plain fields, as proto3 has it: what is not there, 0 or empty is not written, and numbers of a list
 * stand together. protobufjs would make functions of texts for it, which
 * a page with a content security policy does not let it.
 *
 * @throws Error for a type that is neither a value's nor among the messages
 */
export function encodeMessage(messages: Messages, name: string, message: Fields): Uint8Array {
  const writer = protobuf.Writer.create()
  writeMessage(messages, name, message, writer)
  return writer.finish()
}

function writeMessage(messages: Messages, name: string, message: Fields, writer: protobuf.Writer): void {
  const { fields, oneofs = {} } = messages[name] ?? {}
  const present = Object.values(oneofs).flatMap(({ oneof }) => oneof)
  if (fields === undefined) throw new Error(`there is no message ${name}`)
  for (const [key, field] of Object.entries(fields)) {
    const value = message[key]
    if (value === undefined || value === null) continue
    if (field.keyType !== undefined) writeMap(messages, field, value as Fields, writer)
    else if (field.rule === 'repeated') writeList(messages, field, value as readonly unknown[], writer)
    else if (present.includes(key) || !isDefault(value)) writeValue(messages, field.id, field.type, value, writer)
  }
}

function isDefault(value: unknown): boolean {
  return Object.is(value, 0) || value === '' || value === false || (value instanceof Uint8Array && value.length === 0)
}

function writeList(
  messages: Messages,
  { id, type }: MessageField,
  values: readonly unknown[],
  writer: protobuf.Writer,
): void {
  if (values.length === 0) return
  if (!isScalar(type) || wireTypes[type] === lengthDelimited) {
    for (const one of values) writeValue(messages, id, type, one, writer)
    return
  }
  writer.uint32((id << 3) | lengthDelimited).fork()
  for (const one of values) writer[type](one as never)
  writer.ldelim()
}

/** Of each entry a message of its key and its value. */
function writeMap(messages: Messages, { id, type }: MessageField, entries: Fields, writer: protobuf.Writer): void {
  for (const [key, value] of Object.entries(entries)) {
    writer.uint32((id << 3) | lengthDelimited).fork()
    writeValue(messages, 1, 'string', key, writer)
    writeValue(messages, 2, type, value, writer)
    writer.ldelim()
  }
}

function writeValue(messages: Messages, id: number, type: string, value: unknown, writer: protobuf.Writer): void {
  if (!isScalar(type)) {
    writer.uint32((id << 3) | lengthDelimited).fork()
    writeMessage(messages, type, value as Fields, writer)
    writer.ldelim()
    return
  }
  writer.uint32((id << 3) | wireTypes[type])
  writer[type](value as never)
}

function isScalar(type: string): type is keyof typeof wireTypes {
  return Object.hasOwn(wireTypes, type)
}
