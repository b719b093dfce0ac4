import type { Option, Schema } from '@romae/internal/options'

export type { OptionsOf, ResolvedOf } from '@romae/internal/options'

/** One option as plain data: its kind, bounds, default and help. Its flag is its key in kebab-case. */
export type OptionDeclaration = Option

/**
 * Options by key, as plain data. An option with `help` gets a flag on the command line, `--time <column>` with
 * `placeholder: 'column'`; all can be set by `--set`.
 */
export type OptionSchema = Schema

/** Values of options by key: plain JSON. */
export type OptionValues = Readonly<Record<string, unknown>>
