export { describeOption } from './describe-option.ts'
export { invalidOptionText, type OptionFault, type UnknownOption, unknownOptionText } from './option-texts.ts'
export { admits, type OptionErrors, optionReader, type ResolveOptions } from './resolve-options.ts'
export {
  checkedElsewhere,
  isOption,
  type Option,
  type OptionsOf,
  type ResolvedOf,
  type Schema,
  type Value,
  value,
} from './schema.ts'
