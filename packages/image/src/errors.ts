import { defineErrors, didYouMean, quote } from '@romae/internal/errors'
import { invalidOptionText, unknownOptionText } from '@romae/internal/options'

export const errors = defineErrors({
  IMAGE_UNKNOWN_OPTION: unknownOptionText,
  IMAGE_INVALID_OPTION: invalidOptionText,

  IMAGE_NOT_AN_IMAGE: ({ what, expected, got }: { what: string; expected: string; got: unknown }) =>
    `not an image: ${what} must be ${expected}; got ${quote(got)}`,
  IMAGE_ZERO_SIZE: ({ name, side }: { name: string; side: string }) =>
    `image ${quote(name)} has no pixels: its ${side} is 0`,
  IMAGE_DATA_LENGTH: ({ name, shape, expected, got }: { name: string; shape: string; expected: number; got: number }) =>
    `image ${quote(name)} of [frames, height, width, channels] = [${shape}] must hold ${expected} numbers; got ${got}`,
  IMAGE_NOT_FINITE: ({ name, index, got }: { name: string; index: number; got: number }) =>
    `image ${quote(name)}: data[${index}] is ${got}; every value must be finite`,
  IMAGE_CHANNELS: ({ name, expected, got }: { name: string; expected: string; got: number }) =>
    `image ${quote(name)} has ${got} channels; expected ${expected}`,
  IMAGE_SEVERAL_FRAMES: ({ name, frames, remedy }: { name: string; frames: number; remedy: string }) =>
    `image ${quote(name)} has ${frames} frames where one is expected; ${remedy}`,
  IMAGE_TOO_SMALL: ({ name, size, needed, remedy }: { name: string; size: string; needed: string; remedy: string }) =>
    `image ${quote(name)} is ${size}; at least ${needed} is needed; ${remedy}`,

  IMAGE_PATCH_SIZE: ({ name, size, patch, nearest }: { name: string; size: string; patch: string; nearest: string }) =>
    `image ${quote(name)} of ${size} cannot be cut into patches of ${patch}; the nearest size that can is ${nearest}: ` +
    'resize it, or choose edge "crop" or "pad"',
  IMAGE_NOTHING_TO_FIT: ({ what }: { what: string }) => `there is no image to fit ${what} to`,
  IMAGE_VALUE_RANGE: ({ name, got }: { name: string; got: number }) =>
    `image ${quote(name)}: a value becomes ${got} when normalised, which 32 bits do not hold; check the image and the std`,
  IMAGE_INVALID_TOKENS: ({ expected, got }: { expected: string; got: string }) =>
    `tokens do not make up an image: expected ${expected}; got ${got}`,

  IMAGE_NO_SHARP: ({ reason }: { reason: string }) =>
    `decoding and encoding need the package sharp: npm install sharp (${reason}); raw pixels are tokenized without it`,
  IMAGE_NO_CANVAS: ({ reason }: { reason: string }) =>
    `pictures are decoded with createImageBitmap and OffscreenCanvas, which all current browsers have, and ${reason}; raw pixels ` +
    'are tokenized without them',
  IMAGE_PIXELS_WITHHELD: ({ worst }: { worst: number }) =>
    `this browser hides the pixels of pictures from pages (drawn and read again they differ by up to ${worst} of 255), so that nobody ` +
    'is recognised by them: allow this site to read them, or use another window or browser',
  IMAGE_NOT_FOR_BROWSERS: ({ file, format }: { file: string; format: string }) =>
    `${file} is ${format}, which this browser does not decode, or it is damaged: convert it to PNG or JPEG`,
  IMAGE_CANNOT_READ: ({ file, reason }: { file: string; reason: string }) => `cannot read ${file}: ${reason}`,
  IMAGE_FILE_TOO_LARGE: ({ file, bytes, limit }: { file: string; bytes: number; limit: number }) =>
    `${file} has ${bytes} bytes; at most ${limit} are read: raise maxBytes if you trust the file`,
  IMAGE_UNSUPPORTED_FORMAT: ({ file, got }: { file: string; got: string }) =>
    `${file} is ${got}; supported are JPEG, PNG, WebP, AVIF, TIFF and GIF of 8 or 16 bits a sample, and TIFF of 32-bit floats`,
  IMAGE_DAMAGED: ({ file, format, reason }: { file: string; format: string; reason: string }) =>
    `${file} is a damaged or truncated ${format} file: ${reason}`,
  IMAGE_TOO_LARGE: ({ file, size, pixels, limit }: { file: string; size: string; pixels: number; limit: number }) =>
    `${file} is ${size}, ${pixels} pixels; at most ${limit} are decoded: raise maxPixels if you trust the file`,

  IMAGE_NO_IMAGES: ({ path, expected }: { path: string; expected: string }) =>
    `${path} holds no images: expected ${expected}`,
  IMAGE_EMPTY_CLASS: (fields: { path: string; label: string; unread: number; example: string | null }) => {
    const files =
      fields.example === null ? 'no file' : `${fields.unread} files and none is read, such as ${quote(fields.example)}`
    return (
      `the class folder ${quote(fields.label)} of ${fields.path} has ${files}: convert them to PNG or JPEG, or move the folder ` +
      'away; without labels say labels: "optional"'
    )
  },
  IMAGE_UNSAFE_NAME: ({ file, name }: { file: string; name: string }) =>
    `${file} names ${quote(name)}, which lies outside its folder; nothing outside is read`,
  IMAGE_LIST_SYNTAX: ({ file, line, reason }: { file: string; line: number; reason: string }) =>
    `${file}:${line}: ${reason}`,
  IMAGE_LIST_NO_COLUMN: ({ file, name, columns }: { file: string; name: string; columns: readonly string[] }) =>
    `${file} has no column ${quote(name)}${didYouMean(name, columns)}`,
  IMAGE_LIST_SPLIT: ({ file, reason }: { file: string; reason: string }) => `${file}: ${reason}`,
  IMAGE_PACKAGE_MISSING: ({ file, format, install }: { file: string; format: string; install: string }) =>
    `${file} is ${format}, which takes a package that is not installed: ${install}; or make a CSV file of it`,
  IMAGE_FILE_NAME: ({ file, pattern }: { file: string; pattern: string }) =>
    `the name of ${file} does not match ${pattern}, so it has no label; fix the pattern, or move the file away`,
  IMAGE_TAR: ({ file, reason }: { file: string; reason: string }) => `${file} is not a complete tar archive: ${reason}`,
  IMAGE_TAR_TOO_LARGE: (fields: { file: string; what: string; got: number; limit: number }) =>
    `${fields.file} has ${fields.got} ${fields.what} or more, and may have ${fields.limit}: raise maxEntries if you trust it, ` +
    'or unpack it and list the folder',

  IMAGE_ARCHIVE_TOO_LARGE: ({ archive, bytes }: { archive: string; bytes: number }) =>
    `the images of ${archive} take more than ${bytes} bytes with their tokens, and those of an archive are held: unpack it and ` +
    'give the folder, or allow more memory (--memory)',
  IMAGE_NO_GROUP: ({ id, group, expected }: { id: string; group: string; expected: string }) =>
    `${quote(id)} has no group ${quote(group)}; expected ${expected}`,
})
