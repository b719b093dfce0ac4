/**
 * Options as plain data: one entry declares an option once, and gives its type (`OptionsOf`), its default, the check of what
 * a user gives (`optionReader`), and the text of its errors.
 */
export interface Schema {
  readonly [key: string]: Option | Schema
}

/** One option. */
export type Option = NumberOption | FlagOption | TextOption | ChoiceOption | ListOption | RecordOption | ValueOption

/** What every option may say. Without `default` and `required` it may be left out. */
interface Common {
  /** What else it may be beside its kind: null for none, `'all'`, `'auto'`. */
  readonly or?: readonly (string | number | null | undefined)[]
  readonly default?: unknown
  readonly required?: true
  /** An option that has to be given with this one, or the value that it must have. */
  readonly needs?: string | Readonly<Record<string, string | boolean>>
  /** An option beside which this one cannot be given. */
  readonly excludes?: string
  /** What a message adds where this option is needed and missing. */
  readonly hint?: string
  /** What it does: a phrase or sentences, for whoever reads the declaration, and for `--help`. */
  readonly help?: string
  /** What stands for a value in `--help`: `column` of `--time <column>`. Default: the option's kind. */
  readonly placeholder?: string
}

/** `least` and `most` belong to what is allowed, `above` and `below` do not. */
interface NumberOption extends Common {
  readonly kind: 'number' | 'integer'
  readonly least?: number
  readonly most?: number
  readonly above?: number
  readonly below?: number
}

interface FlagOption extends Common {
  readonly kind: 'flag'
}

/** A text that is not empty, unless `empty` says so; of a form of its own with `matches` and `expected`. */
interface TextOption extends Common {
  readonly kind: 'text'
  readonly empty?: true
  readonly matches?: RegExp
  readonly expected?: string
}

interface ChoiceOption extends Common {
  readonly kind: 'choice'
  readonly of: readonly (string | number | boolean)[]
}

interface ListOption extends Common {
  readonly kind: 'list'
  readonly item: Option
  readonly length?: number
  /** At least one, no two the same. */
  readonly distinct?: true
}

/** An object of any keys. */
interface RecordOption extends Common {
  readonly kind: 'record'
  readonly item: Option
}

/** What is no plain data: an engine, samples, a function. It has to have `has`, or to pass `test`. */
interface ValueOption extends Common {
  readonly kind: Value<unknown>
  readonly expected?: string
  readonly has?: string
  readonly test?: (value: never) => boolean
}

/** The kind `value` with the type of its values. */
export type Value<Type> = 'value' & { readonly type?: Type }

/** `kind: value<Engine>()`: data at run time, and a type for TypeScript. */
export const value = <Type>(): Value<Type> => 'value' as Value<Type>

/** An option that whoever reads it checks: the schema knows its name and its type. */
export const checkedElsewhere = <Type>() => ({ kind: value<Type>(), test: () => true }) as const

/** Whether an entry is an option, and not a group of options (which may have an option of the name `kind`). */
export function isOption(entry: Option | Schema): entry is Option {
  return typeof entry.kind === 'string'
}

/** What a user gives. */
export type OptionsOf<S extends Schema> = Flat<
  { readonly [K in RequiredKeys<S>]: ValueOf<S[K]> } & {
    readonly [K in Exclude<keyof S, RequiredKeys<S>>]?: ValueOf<S[K]>
  }
>

/** The same with defaults; what has none and is left out is absent. */
export type ResolvedOf<S extends Schema> = Flat<
  { readonly [K in PresentKeys<S>]: ResolvedValue<S[K]> } & {
    readonly [K in Exclude<keyof S, PresentKeys<S>>]?: ResolvedValue<S[K]>
  }
>

type Flat<T> = { [K in keyof T]: T[K] }
type RequiredKeys<S extends Schema> = { [K in keyof S]: S[K] extends { required: true } ? K : never }[keyof S]
type PresentKeys<S extends Schema> = {
  [K in keyof S]: S[K] extends { kind: string }
    ? S[K] extends { required: true } | { default: unknown }
      ? K
      : never
    : K
}[keyof S]

/** What an option may be. */
export type ValueOf<E> = E extends { kind: string } ? KindValue<E> | Others<E> : E extends Schema ? OptionsOf<E> : never
type ResolvedValue<E> = E extends { kind: string } ? KindValue<E> | Others<E> : E extends Schema ? ResolvedOf<E> : never
type Others<E> = E extends { or: readonly (infer Other)[] } ? Other : never
type KindValue<E> = E extends { kind: infer K }
  ? K extends 'number' | 'integer'
    ? number
    : K extends 'flag'
      ? boolean
      : K extends 'text'
        ? string
        : K extends 'choice'
          ? E extends { of: readonly (infer Choice)[] }
            ? Choice
            : never
          : K extends 'list'
            ? ListOf<E>
            : K extends 'record'
              ? E extends { item: infer Item }
                ? Readonly<Record<string, ValueOf<Item>>>
                : never
              : K extends Value<infer Type>
                ? Type
                : never
  : never
type ListOf<E> = E extends { item: infer Item; length: infer Length }
  ? Length extends 2
    ? readonly [ValueOf<Item>, ValueOf<Item>]
    : readonly ValueOf<Item>[]
  : E extends { item: infer Item }
    ? readonly ValueOf<Item>[]
    : never
