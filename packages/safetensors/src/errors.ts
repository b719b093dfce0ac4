import { defineErrors, quote, shortened } from '@romae/internal/errors'
import { invalidOptionText } from '@romae/internal/options'

/** Some of what a file or a tensor has, as text from a file. */
function some(names: readonly string[]): string {
  return `${names.slice(0, 8).map(quote).join(', ')}${names.length > 8 ? ', …' : ''}`
}

export const errors = defineErrors({
  SAFETENSORS_TRUNCATED: ({ needed, got, what }: { needed: number; got: number; what: string }) =>
    `the file ends too early: ${what} needs ${needed} bytes, but there are ${got}; it was not written or copied whole`,
  SAFETENSORS_HEADER_TOO_LARGE: ({ got, limit }: { got: bigint; limit: number }) =>
    `the header claims to be ${got} bytes long, above the limit of ${limit}; either this is no .safetensors file, or raise \`maxHeaderBytes\``,
  SAFETENSORS_LIMIT: ({ what, got, limit }: { what: string; got: number; limit: number }) =>
    `the header has ${got} ${what}, or more, above the limit of ${limit}; divide the tensors into several files`,
  SAFETENSORS_HEADER_NOT_UTF8: ({ length }: { length: number }) =>
    `the header (${length} bytes) is not valid UTF-8; this is no .safetensors file, or it is damaged`,
  SAFETENSORS_HEADER_SYNTAX: ({ position, expected, got }: { position: number; expected: string; got: string }) =>
    `the header is malformed at character ${position}: expected ${expected}, got ${quote(got)}`,
  SAFETENSORS_DUPLICATE_KEY: ({ key, position }: { key: string; position: number }) =>
    `the header has the key ${quote(key)} twice in one object (again at character ${position}), so its meaning is ambiguous; write the file anew`,
  SAFETENSORS_FIELDS: ({ tensor, got }: { tensor: string; got: readonly string[] }) =>
    `tensor ${quote(tensor)} must have exactly the fields dtype, shape and data_offsets; got ${some(got) || 'none'}`,
  SAFETENSORS_UNKNOWN_DTYPE: ({ tensor, got, known }: { tensor: string; got: string; known: readonly string[] }) =>
    `tensor ${quote(tensor)} has the dtype ${quote(got)}; known are ${known.join(', ')}. Convert it before saving the file`,
  SAFETENSORS_SHAPE: ({ tensor, reason }: { tensor: string; reason: string }) =>
    `tensor ${quote(tensor)} has an impossible shape: ${reason}`,
  SAFETENSORS_OFFSETS: ({ tensor, begin, end, size }: { tensor: string; begin: number; end: number; size: number }) =>
    `tensor ${quote(tensor)} claims the bytes ${begin} to ${end}, outside the ${size} bytes of data in the file; it was cut short or its header is damaged`,
  SAFETENSORS_SIZE_MISMATCH: (fields: {
    tensor: string
    dtype: string
    shape: readonly number[]
    expected: number
    got: number
  }) =>
    `tensor ${quote(fields.tensor)}, ${fields.dtype} [${fields.shape.join(', ')}], takes ${fields.expected} bytes, but its data_offsets span ${fields.got}`,
  SAFETENSORS_OVERLAP: ({ tensor, begin, previousEnd }: { tensor: string; begin: number; previousEnd: number }) =>
    `tensor ${quote(tensor)} begins at byte ${begin}, inside the tensor before it, which ends at ${previousEnd}`,
  SAFETENSORS_GAP: ({ tensor, begin, previousEnd }: { tensor: string; begin: number; previousEnd: number }) =>
    `bytes ${previousEnd} to ${begin}, before tensor ${quote(tensor)}, belong to no tensor; the format allows no gaps`,
  SAFETENSORS_TRAILING_BYTES: ({ end, size }: { end: number; size: number }) =>
    `the tensors end at byte ${end} of the data, but the file holds ${size}; the format allows nothing after the last tensor`,
  SAFETENSORS_TENSOR_MISSING: ({ name, names }: { name: string; names: readonly string[] }) =>
    `there is no tensor ${quote(name)}; the file holds ${names.length}: ${some(names)}`,
  SAFETENSORS_BAD_TENSOR: ({ tensor, reason }: { tensor: string; reason: string }) =>
    `tensor ${quote(tensor)} cannot be written: ${reason}`,
  SAFETENSORS_BAD_METADATA: ({ key, reason }: { key: string; reason: string }) =>
    `metadata entry ${quote(key)} cannot be written: ${reason}`,
  SAFETENSORS_BAD_OPTION: invalidOptionText,
  SAFETENSORS_BIG_ENDIAN_HOST: ({ tensor }: { tensor: string }) =>
    `tensor ${quote(tensor)} cannot be read: this machine is big-endian, the format is little-endian; use a little-endian machine`,
  SAFETENSORS_OUT_OF_MEMORY: ({ bytes, what }: { bytes: number; what: string }) =>
    `could not allocate ${bytes} bytes for ${shortened(what)}; free memory, or read the tensors one at a time`,
  SAFETENSORS_CLOSED: ({ path }: { path: string }) => `${path} was closed; read the tensors before calling close()`,
  SAFETENSORS_IO: ({ path, action, reason }: { path: string; action: string; reason: string }) =>
    `could not ${action} ${path}: ${reason}`,
})
