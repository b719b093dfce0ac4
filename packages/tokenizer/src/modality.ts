export { acceptModality } from './modality/accept-modality.ts'
export { defineModality } from './modality/define-modality.ts'
export type {
  CurveFigure,
  Figure,
  Picture,
  PictureAxis,
  PictureFigure,
  Preview,
  Reconstruction,
} from './modality/figures.ts'
export {
  type AnyModality,
  type AugmentationRandom,
  MODALITY_SPEC_VERSION,
  type Modality,
  type SuggestedSettings,
} from './modality/modality.ts'
export type {
  OptionDeclaration,
  OptionSchema,
  OptionsOf,
  OptionValues,
  ResolvedOf,
} from './modality/options.ts'
export type { LabelSet, LazySamples, ReadSamples, Samples } from './modality/samples.ts'
export type { ScoreContext, ScoredPlace, ScoredSample, ScorePlace, ScoreShape } from './modality/scores.ts'
export type { ByteStream, MemoryBudget, Purpose, ReadContext, Source, SourceFile } from './modality/source.ts'
export type { FileContent, FilledSamples, WriteContext } from './modality/write.ts'
export type { SavedTokenizer, TokenizerRestorer } from './restorer.ts'
