export { count, fraction, seed, text, texts } from './common.ts'
export { describeOption } from './describe-option.ts'
export { invalidOptionText, type OptionFault, type UnknownOption, unknownOptionText } from './option-texts.ts'
export {
  admits,
  type OptionErrors,
  optionReader,
  type ResolveOption,
  type ResolveOptions,
  valueReader,
} from './resolve-options.ts'
export {
  checkedElsewhere,
  isOption,
  type Option,
  type OptionsOf,
  type ResolvedOf,
  type Schema,
  type Value,
  type ValueOf,
  value,
} from './schema.ts'
