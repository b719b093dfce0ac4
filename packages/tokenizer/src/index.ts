export { RomaeError } from '@romae/internal/errors'
export { checkTokenizer } from './check-tokenizer.ts'
export { checkTokens } from './check-tokens.ts'
export { type CollateOptions, collate } from './collate.ts'
export type { SavedTokenizer, TokenizerRestorer } from './restorer.ts'
export { checkSetTokens } from './set/check-set-tokens.ts'
export { collateSet, type SetLayout } from './set/collate-set.ts'
export {
  isTokenizerSet,
  type SetMembers,
  type SetModality,
  type SetSample,
  type SetTokens,
  type TokenizerSet,
  type TokenizerSetOptions,
  tokenizerSet,
} from './set/tokenizer-set.ts'
export { outputSize, outputsProblem } from './token-outputs.ts'
export {
  type FillingOptions,
  type FillTokens,
  SPEC_VERSION,
  type TokenBatch,
  type TokenChannels,
  type Tokenizer,
  type TokenOutput,
  type Tokens,
  type TokensToFill,
} from './tokenizer.ts'
export type { CategoryField, NumberField, ValueField, Values } from './values/fields.ts'
export {
  type ValuesFitOptions,
  type ValuesTokenizer,
  type ValuesTokenizerOptions,
  values,
  valuesTokenizer,
} from './values/values-tokenizer.ts'
