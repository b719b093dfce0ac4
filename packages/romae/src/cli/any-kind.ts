import { defineModality } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { hostModality } from '../modality/make-host-modality.ts'
import { builtIn } from './built-in.ts'

const known = Object.keys(builtIn).join(', ')

function refuse(): never {
  throw errors.APP_MODALITY_UNCERTAIN({ found: [] })
}

/** Stands in where nothing says which kind of data a command is about: its help has the options that all kinds have. */
export const anyKind: HostModality<unknown> = hostModality(
  defineModality({
    specVersion: 1,
    name: 'any',
    samples: 'samples',
    files: `files or folders of data. --modality (${known}, a package, a file) with --help shows what else there is`,
    read: refuse,
    fit: refuse,
    restore: refuse,
  }),
)
