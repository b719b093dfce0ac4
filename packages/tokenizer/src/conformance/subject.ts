import { checkTokenTypes } from '../check-tokens.ts'
import type { Tokenizer, Tokens } from '../tokenizer.ts'
import type { ResolvedOptions } from './options.ts'
import { type Outcome, settle } from './settle.ts'
import { copyTokens } from './token-difference.ts'

/** One call of `tokenize`. */
export interface Call {
  readonly outcome: Outcome
  /** The tokens as they were when the call settled; undefined if it gave none. */
  readonly tokens: Tokens | undefined
}

/** A tokenizer under test: the calls that several rules look at are made once. */
export interface Subject extends ResolvedOptions {
  readonly hasMethod: (method: 'detokenize' | 'estimate' | 'toJSON') => boolean
  /** Tokenizes one sample. */
  readonly tokenize: (sample: unknown, tokenizer?: Tokenizer<unknown>) => Promise<Call>
  readonly detokenize: (tokens: Tokens) => Promise<Outcome>
  /** Every sample once, in order. After a call that hangs the rest counts as hung, so that the suite waits only once. */
  readonly firstPass: () => Promise<readonly Call[]>
  /** Every sample again, in the opposite order: index i is still sample i. */
  readonly secondPass: () => Promise<readonly Call[]>
  /** Every empty sample once, likewise. */
  readonly emptyPass: () => Promise<readonly Call[]>
  /** The tokens of every sample at the first pass, for rules that need them to be sound. */
  readonly firstTokens: () => Promise<readonly Tokens[]>
}

export function createSubject(options: ResolvedOptions): Subject {
  const { samples, emptySamples, timeout } = options

  async function tokenize(sample: unknown, tokenizer = options.tokenizer): Promise<Call> {
    const outcome = await settle(() => tokenizer.tokenize(sample), timeout)
    const isSound = outcome.status === 'returned' && areTokens(outcome.value)
    return { outcome, tokens: isSound ? copyTokens(outcome.value as Tokens) : undefined }
  }

  async function pass(samples: readonly unknown[]): Promise<readonly Call[]> {
    const calls: Call[] = []
    for (const sample of samples) {
      const previous = calls.at(-1)
      calls.push(previous?.outcome.status === 'hung' ? previous : await tokenize(sample))
    }
    return calls
  }

  const firstPass = once(() => pass(samples))
  return {
    ...options,
    hasMethod: (method) => typeof options.tokenizer?.[method] === 'function',
    tokenize,
    detokenize: (tokens) => settle(() => options.tokenizer.detokenize?.(tokens), timeout),
    firstPass,
    secondPass: once(async () => (await firstPass()) && (await pass(samples.toReversed())).toReversed()),
    emptyPass: once(() => pass(emptySamples)),
    firstTokens: async () => (await firstPass()).flatMap(({ tokens }) => tokens ?? []),
  }
}

function areTokens(value: unknown): boolean {
  try {
    checkTokenTypes(value, {})
    return true
  } catch {
    return false
  }
}

function once<Result>(run: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined
  return () => {
    result ??= run()
    return result
  }
}
