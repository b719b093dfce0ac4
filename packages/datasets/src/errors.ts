import { defineErrors, listed, quote } from '@romae/internal/errors'
import { invalidOptionText, unknownOptionText } from '@romae/internal/options'

export const errors = defineErrors({
  DATASETS_UNKNOWN_OPTION: unknownOptionText,
  DATASETS_INVALID_OPTION: invalidOptionText,

  DATASETS_NOTHING_LEFT: ({ of, dropped, length }: { of: string; dropped: number; length: number }) =>
    `${of}: dropping ${dropped} of ${length} time stamps leaves none; use a smaller fraction`,
  DATASETS_NOTHING_DROPPED: ({ of, dropped, length }: { of: string; dropped: number; length: number }) =>
    `${of}: dropping ${dropped} of ${length} time stamps drops none; use a larger fraction, or 0 to keep all`,
  DATASETS_DROP_MISCOUNTED: (fields: { split: string; series: number; expected: number; got: number }) =>
    `series ${fields.series} of the ${fields.split} split should have kept ${fields.expected} time stamps, each once ` +
    `and in order, but has ${fields.got} such; please report this`,

  DATASETS_CANNOT_READ: ({ path, reason }: { path: string; reason: string }) => `cannot read ${path}: ${reason}`,
  DATASETS_NO_FILES: ({ path, expected }: { path: string; expected: string }) => `${path} holds no ${expected}`,
  DATASETS_TOO_LARGE: (fields: { path: string; what: string; got: number; limit: number; wayOut: string }) =>
    `${fields.path} has ${fields.got} ${fields.what} or more, and may have ${fields.limit}: ${fields.wayOut}`,
  DATASETS_ARCHIVE: ({ file, reason }: { file: string; reason: string }) =>
    `${file} is damaged, cut short or no archive that can be read: ${reason}`,
  DATASETS_SYNTAX: ({ file, line, reason }: { file: string; line: number; reason: string }) =>
    `${file}:${line}: ${reason}`,
  DATASETS_CHANNELS: ({ id, expected, got }: { id: string; expected: number; got: number }) =>
    `series ${quote(id)} has ${got} channels; expected ${expected}, as the first of the training split`,

  DATASETS_NO_H5WASM: ({ reason }: { reason: string }) =>
    `ELAsTiCC is read with h5wasm, which could not be loaded (${reason}); run npm install h5wasm`,
  DATASETS_ELASTICC_MISSING: ({ path }: { path: string }) =>
    `there is no ${path}: download FULL_ELASTICC_TRAIN.tar from portal.nersc.gov/cfs/lsst/DESC_TD_PUBLIC/ELASTICC, ` +
    'and make elasticc_final.h5 of it with get_data.py of github.com/alercebroker/ATAT',
  DATASETS_HDF5: ({ file, reason }: { file: string; reason: string }) =>
    `${file} is no HDF5 file, or is damaged or cut short: ${reason}`,
  DATASETS_HDF5_LAYOUT: (fields: { file: string; name: string; expected: string; got: string }) =>
    `${fields.file}: array ${quote(fields.name)} must have ${fields.expected}; got ${fields.got}`,

  DATASETS_UNSAFE_ENTRY: ({ file, name, reason }: { file: string; name: string; reason: string }) =>
    `${file} is not unpacked: of its entry ${quote(name)}, ${reason}`,
  DATASETS_CANNOT_WRITE: ({ path, reason }: { path: string; reason: string }) => `cannot write ${path}: ${reason}`,
  DATASETS_UNKNOWN_NAME: ({ name, suggestion }: { name: string; suggestion: string }) =>
    `there is no data set ${quote(name)}${suggestion}`,
  DATASETS_NOT_IN_FOLDER: (fields: { name: string; folder: string; needs: string; how?: string | undefined }) =>
    `${fields.name} is not in ${fields.folder}: expected ${fields.needs}, there or in a folder of the set's name` +
    (fields.how === undefined ? '' : `; ${fields.how}`),
  DATASETS_MANUAL: ({ name, how }: { name: string; how: string }) => `${name} cannot be downloaded as it is: ${how}`,
  DATASETS_DOWNLOAD: ({ url, reason, attempts }: { url: string; reason: string; attempts: number }) =>
    `could not download ${url} (${attempts} attempts without progress): ${reason}; ` +
    'try again to go on, or give a folder that has the data',
  DATASETS_HTTP_STATUS: ({ url, status }: { url: string; status: number }) =>
    `could not download ${url}: the server answers ${status}; give a folder that has the data`,
  DATASETS_REDIRECT: ({ url, reason }: { url: string; reason: string }) => `could not download ${url}: ${reason}`,
  DATASETS_HASH: ({ url, expected, got }: { url: string; expected: string; got: string }) =>
    `${url} has SHA-256 ${got}; expected ${expected}: it was thrown away`,
  DATASETS_HASH_CHANGED: (fields: { url: string; when: string; before: string; got: string; receipt: string }) =>
    `${fields.url} has SHA-256 ${fields.got}, but had ${fields.before} when it was first downloaded, ${fields.when}: ` +
    `it was thrown away; if it was changed on purpose, remove ${fields.receipt}`,
  DATASETS_INCOMPLETE: ({ name, needs }: { name: string; needs: string }) =>
    `what was downloaded for ${name} has not the expected files: ${needs}`,
  DATASETS_FOREIGN_FILES: ({ folder, found }: { folder: string; found: readonly string[] }) =>
    `the data set is to stand in ${folder}, and no download put ${listed(found)} there: move it away, or give another cacheDir`,
  DATASETS_LOCK: ({ folder, reason }: { folder: string; reason: string }) => `cannot lock ${folder}: ${reason}`,
  DATASETS_RECEIPT: ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be understood: ${reason}; remove it to trust the next download`,
})
