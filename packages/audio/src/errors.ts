import { defineErrors, quote, shortened } from '@romae/internal/errors'
import { invalidOptionText, unknownOptionText } from '@romae/internal/options'

interface Mismatch {
  expected: string
  got: unknown
}

export const errors = defineErrors({
  AUDIO_UNKNOWN_OPTION: unknownOptionText,
  AUDIO_INVALID_OPTION: invalidOptionText,

  AUDIO_CANNOT_READ: ({ file, reason }: { file: string; reason: string }) => `cannot read ${file}: ${reason}`,
  AUDIO_NOT_WAV: ({ file, offset, expected, got }: { file: string; offset: number; expected: string; got: string }) =>
    `${file} is no WAV file: expected ${expected} at byte ${offset}; got ${quote(got)}`,
  AUDIO_TRUNCATED: (fields: { file: string; what: string; offset: number; needed: number; got: number }) =>
    `${fields.file}: ${fields.what} needs ${fields.needed} bytes from byte ${fields.offset} on, but ${fields.got} are ` +
    'there; the file is cut short, or its header is wrong',
  AUDIO_OPEN_END: ({ file, size, rest }: { file: string; size: number; rest: number }) =>
    `${file}: the size of its data is ${size === 0 ? '0' : size.toString(16).toUpperCase()}, as programs write that do not know it, ` +
    `and ${rest} bytes follow; openEnd: true reads them to the end of the file`,
  AUDIO_BAD_HEADER: ({ file, field, expected, got }: { file: string; field: string; expected: string; got: string }) =>
    `${file}: ${field} must be ${expected}; got ${got}`,
  AUDIO_UNSUPPORTED_CODEC: (fields: { file: string; tag: number; bits: number; channels: number }) =>
    `${fields.file}: no decoder for format ${fields.tag} with ${fields.bits} bits and ${fields.channels} channels; ` +
    'known are PCM (1) of 8 to 32 bits, floating point (3) of 32 and 64, A-law (6), µ-law (7), mono IMA ADPCM (17)',
  AUDIO_DAMAGED: ({ file, format, reason }: { file: string; format: string; reason: string }) =>
    `${file} is ${format} that cannot be read: ${shortened(reason)}; get it again, or convert it anew`,
  AUDIO_PACKAGE_MISSING: ({ file, format, install }: { file: string; format: string; install: string }) =>
    `${file} is ${format}, which takes a package that is not installed: ${install}; or convert ${format === 'Parquet' ? 'it to CSV' : 'the file to WAV'}`,
  AUDIO_TOO_LARGE: (fields: { file: string; what: string; count: number; limit: number; option: string }) =>
    `${fields.file} would have ${fields.count} ${fields.what}; at most ${fields.limit} are allowed: see ${fields.option}`,

  AUDIO_NOT_A_SOUND: ({ what, expected, got }: Mismatch & { what: string }) =>
    `not a sound: ${what} must be ${expected}; got ${quote(got)}`,
  AUDIO_EMPTY: ({ id }: { id: string }) => `${quote(id)} has no samples; leave such sounds out`,
  AUDIO_NOT_FINITE: ({ what, place, got }: { what: string; place: string; got: number }) =>
    `${what}: ${place} is ${got}; values must be finite`,
  AUDIO_NO_CHANNEL: ({ id, channel, count }: { id: string; channel: number; count: number }) =>
    `${quote(id)} has ${count} channels, numbered from 0; there is no channel ${channel}`,
  AUDIO_RATE_RATIO: ({ id, from, to, largest }: { id: string; from: number; to: number; largest: number }) =>
    `${quote(id)} cannot be resampled from ${from} to ${to} samples a second: the rates may differ by a factor of ${largest}`,
  AUDIO_TOO_SHORT: (fields: { id: string; got: number; needed: number; unit: string; for: string }) =>
    `${quote(fields.id)} has ${fields.got} ${fields.unit}; ${fields.for} needs ${fields.needed}: pad it, or leave it out`,

  AUDIO_NOT_MONO: ({ id, count }: { id: string; count: number }) =>
    `${quote(id)} has ${count} channels; a filter bank takes one: use mixChannels`,
  AUDIO_RATE: ({ id, expected, got }: { id: string; expected: number; got: number }) =>
    `${quote(id)} has ${got} samples a second; the filter bank was made for ${expected}: use resample`,

  AUDIO_NOT_A_SPECTROGRAM: ({ what, expected, got }: Mismatch & { what: string }) =>
    `not a spectrogram: ${what} must be ${expected}; got ${quote(got)}`,
  AUDIO_BINS: ({ id, expected, got }: { id: string; expected: number; got: number }) =>
    `spectrogram ${quote(id)} has ${got} bins; expected ${expected}`,
  AUDIO_FRAME_RATE: ({ id, expected, got }: { id: string; expected: number; got: number }) =>
    `spectrogram ${quote(id)} has ${got} frames a second; expected ${expected}: use one frameShift for all`,
  AUDIO_TOO_LONG: ({ id, frames, limit }: { id: string; frames: number; limit: number }) =>
    `spectrogram ${quote(id)} has ${frames} frames; maxFrames is ${limit}: cut the sound, or raise it`,
  AUDIO_VALUE_RANGE: ({ id, value, scaled }: { id: string; value: number; scaled: number }) =>
    `spectrogram ${quote(id)}: ${value} becomes ${scaled}, which a 32-bit token cannot hold; check the statistics`,
  AUDIO_NOTHING_TO_FIT: (_: object) => 'there is no spectrogram to fit to',
  AUDIO_INVALID_TOKENS: ({ expected, got }: { expected: string; got: string }) =>
    `tokens do not fit the tokenizer: expected ${expected}; got ${got}`,

  AUDIO_NO_FILES: ({ folder, looked }: { folder: string; looked: string }) => `${folder} holds no ${looked}`,
  AUDIO_EMPTY_CLASS: (fields: { folder: string; label: string; unread: number; example: string | null }) => {
    const files =
      fields.example === null ? 'no file' : `no sound, and ${fields.unread} others such as ${quote(fields.example)}`
    return (
      `the class folder ${quote(fields.label)} of ${fields.folder} has ${files}: convert them to .wav or .flac, or move the folder away; ` +
      'without labels say labels: "optional"'
    )
  },
  AUDIO_FILE_NAME: ({ file, pattern }: { file: string; pattern: string }) =>
    `the name of ${file} does not match ${pattern}, so it has no label; fix the pattern, or move the file away`,
  AUDIO_LIST: ({ file, line, reason }: { file: string; line: number; reason: string }) => `${file}:${line}: ${reason}`,

  AUDIO_LIST_SPLIT: ({ file, reason }: { file: string; reason: string }) => `${file}: ${reason}`,
  AUDIO_UNSAFE_NAME: ({ file, name }: { file: string; name: string }) =>
    `${file} names ${quote(name)}, which lies outside its folder; nothing outside is read`,

  AUDIO_NO_GROUP: ({ id, group, expected }: { id: string; group: string; expected: string }) =>
    `${quote(id)} has no group ${quote(group)}; expected ${expected}`,
})
