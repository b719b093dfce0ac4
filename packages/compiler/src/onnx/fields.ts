import protobuf from 'protobufjs/minimal.js'

/** The type of fields that have a length before them. */
export const lengthDelimited = 2

/** A field of a protobuf message, undecoded. */
export interface Field {
  readonly number: number
  /** With its header. */
  readonly whole: Uint8Array
  /** Without; empty for a field that is a number. */
  readonly content: Uint8Array
}

/**
 * The fields of a message, one after the other.
 *
 * @throws Error for what is no message
 */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  const reader = protobuf.Reader.create(message)
  while (reader.pos < reader.len) {
    const start = reader.pos
    const tag = reader.uint32()
    const [number, wireType] = [tag >>> 3, tag & 7]
    if (number === 0) throw new Error(`byte ${start} begins no field of a protobuf message`)
    const content = wireType === lengthDelimited ? reader.bytes() : new Uint8Array(0)
    if (wireType !== lengthDelimited) reader.skipType(wireType)
    yield { number, whole: message.subarray(start, reader.pos), content }
  }
}
