import { didYouMean, nearestName } from '../errors/nearest-name.ts'
import { quote, shortened } from '../errors/quote.ts'

/** What is wrong with an option. `rule` is a predicate for what no value of its own would mend. */
export interface OptionFault {
  /** What has the option: a function, or a path to a group of options. */
  readonly of?: string | undefined
  readonly key: string
  /** A noun phrase: what it must be. */
  readonly expected?: string
  readonly got?: unknown
  /** In words, where the value itself says too little: `3 numbers for sample 2`. */
  readonly found?: string
  /** `cannot be given beside from`. */
  readonly rule?: string
  /** Names that it could be. */
  readonly known?: readonly string[]
}

/** One grammar for all packages: `pretrain.training: layerDecay must be a number above 0 and up to 1; got 2`. */
export function invalidOptionText({ of, key, expected, got, found, rule, known = [] }: OptionFault): string {
  const subject = of === undefined ? `the option ${key}` : `${of}: ${key}`
  if (rule !== undefined) return `${subject} ${rule}`
  if (found !== undefined) return `${subject} must be ${expected}; got ${shortened(found)}`
  if (got === undefined) return `${subject} is missing; it must be ${expected}`
  const nearest = typeof got === 'string' ? nearestName(got, known) : null
  return `${subject} must be ${expected}; got ${quote(got)}${nearest === null ? '' : ` (did you mean "${nearest}"?)`}`
}

/** Of an option that nobody knows, with the nearest that there is. */
export interface UnknownOption {
  readonly of: string
  readonly key: string
  readonly known: readonly string[]
  /** What it is called now. */
  readonly renamed?: string | undefined
}

export function unknownOptionText({ of, key, known, renamed }: UnknownOption): string {
  const hint = renamed === undefined ? didYouMean(key, known) : `; it is called ${quote(renamed)} now`
  return `${of} has no option ${quote(key)}${hint}`
}
