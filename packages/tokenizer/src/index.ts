export { RomaeError } from '@romae/internal/errors'
export { checkTokenizer } from './check-tokenizer.ts'
export { checkTokens } from './check-tokens.ts'
export { type CollateOptions, collate } from './collate.ts'
export type { SavedTokenizer, TokenizerRestorer } from './restorer.ts'
export {
  type FillingOptions,
  type FillTokens,
  SPEC_VERSION,
  type TokenBatch,
  type TokenChannels,
  type Tokenizer,
  type Tokens,
  type TokensToFill,
} from './tokenizer.ts'
