import { defineErrors, listed, quote } from '@romae/internal/errors'

export const errors = defineErrors({
  CREATE_NAME: ({ name }: { name: string }) =>
    `${quote(name)} is no name for a modality and its package: small letters, digits and -, the first a letter; a scope as in ` +
    '@lab/quakes may stand before it (--package)',
  CREATE_FOLDER_NOT_EMPTY: ({ folder, found }: { folder: string; found: readonly string[] }) =>
    `${folder} is not empty (${listed(found)}), and nothing in it is replaced: give another folder`,
  CREATE_CANNOT_WRITE: ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be written: ${reason}; give a folder that can`,
})
