/** A picture for TensorBoard. */
export interface EventImage {
  /** What it is called there; what stands before a slash groups them. */
  readonly tag: string
  readonly png: Uint8Array
}

/** What happened at a step, as the message `Event` of TensorFlow's event.proto. */
export interface BoardEvent {
  /** Seconds since 1970. */
  readonly wallTime: number
  readonly step: number
  readonly fileVersion?: string
  readonly scalars?: Readonly<Record<string, number>>
  readonly images?: readonly EventImage[]
}

/** Of the first event of a file. */
export const FILE_VERSION = 'brain.Event:2'

/** Numbers of fields: of `Event`, `Summary`, `Summary.Value` and `Summary.Image`. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const
const SUMMARY = { value: 1 } as const
const VALUE = { tag: 1, simpleValue: 2, image: 4 } as const
const IMAGE = { height: 1, width: 2, colorspace: 3, encoded: 4 } as const
/** Red, green, blue and opacity: how the pictures of reports are stored is the decoder's to see. */
const COLORS = 4
const [VARINT, FIXED_64, DELIMITED, FIXED_32] = [0, 1, 2, 5] as const

/** Bytes of a message, which is written field by field. */
class Message {
  readonly #bytes: number[] = []

  varint(field: number, value: number): this {
    return this.#varint(8 * field + VARINT).#varint(value)
  }

  double(field: number, value: number): this {
    return this.#varint(8 * field + FIXED_64).#raw(new Uint8Array(Float64Array.of(value).buffer))
  }

  float(field: number, value: number): this {
    return this.#varint(8 * field + FIXED_32).#raw(new Uint8Array(Float32Array.of(value).buffer))
  }

  bytes(field: number, value: Uint8Array | string): this {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
    return this.#varint(8 * field + DELIMITED)
      .#varint(bytes.length)
      .#raw(bytes)
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  /** Seven bits a byte, the lowest first. */
  #varint(value: number): this {
    let rest = value
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) + 128)
    this.#bytes.push(rest)
    return this
  }

  #raw(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }
}

/** Bytes of the message. Numbers that are not finite are there as they are: TensorBoard marks them. */
export function encodeEvent({ wallTime, step, fileVersion, scalars = {}, images = [] }: BoardEvent): Uint8Array {
  const event = new Message().double(EVENT.wallTime, wallTime).varint(EVENT.step, step)
  if (fileVersion !== undefined) return event.bytes(EVENT.fileVersion, fileVersion).finish()
  const summary = new Message()
  for (const [tag, value] of Object.entries(scalars)) {
    summary.bytes(SUMMARY.value, new Message().bytes(VALUE.tag, tag).float(VALUE.simpleValue, value).finish())
  }
  for (const { tag, png } of images) {
    const { width, height } = sizeOf(png)
    const image = new Message().varint(IMAGE.height, height).varint(IMAGE.width, width)
    image.varint(IMAGE.colorspace, COLORS).bytes(IMAGE.encoded, png)
    summary.bytes(SUMMARY.value, new Message().bytes(VALUE.tag, tag).bytes(VALUE.image, image.finish()).finish())
  }
  return event.bytes(EVENT.summary, summary.finish()).finish()
}

/** Of the IHDR chunk, which is the first. W3C PNG, section 11.2.1. */
function sizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** Of what step an event is, and which fields of these it has: as far as `encodeEvent` writes them. */
export function stepOf(event: Uint8Array): { readonly step: number; readonly hasVersion: boolean } {
  const view = new DataView(event.buffer, event.byteOffset, event.byteLength)
  let at = 0
  const varint = () => {
    let value = 0
    for (let power = 1; ; power *= 128) {
      const byte = view.getUint8(at++)
      value += (byte % 128) * power
      if (byte < 128) return value
    }
  }
  let step = 0
  let hasVersion = false
  while (at < event.length) {
    const tag = varint()
    const [field, type] = [Math.floor(tag / 8), tag % 8]
    if (type === VARINT) {
      const value = varint()
      if (field === EVENT.step) step = value
    } else {
      if (field === EVENT.fileVersion) hasVersion = true
      const length = type === FIXED_64 ? 8 : type === FIXED_32 ? 4 : varint()
      at += length
    }
  }
  return { step, hasVersion }
}
