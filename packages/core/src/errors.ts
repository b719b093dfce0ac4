import { defineErrors, didYouMean, listed, quote, shortened } from '@romae/internal/errors'
import { invalidOptionText, unknownOptionText } from '@romae/internal/options'

export const errors = defineErrors({
  CONFIG_UNKNOWN_KEY: unknownOptionText,
  CONFIG_VALUE: invalidOptionText,
  CONFIG_HEADS_DO_NOT_DIVIDE: ({
    where,
    dModel,
    heads,
    nearest,
  }: {
    where: string
    dModel: number
    heads: number
    nearest: number
  }) => `${where}: dModel ${dModel} is not divisible by heads ${heads}; the nearest dModel that fits is ${nearest}`,
  CONFIG_HEAD_DIMENSION: ({
    where,
    headDimension,
    axes,
    dModel,
    nearest,
  }: {
    where: string
    headDimension: number
    axes: number
    dModel: number
    nearest: number
  }) =>
    `${where}: head dimension ${headDimension} (dModel ${dModel} / heads) must be even and at least 2 x axes = ${2 * axes}, ` +
    `for rotary positions on ${axes} axes; the nearest dModel that fits is ${nearest}`,
  CONFIG_UNKNOWN_CHOICE: invalidOptionText,
  CONFIG_CONFLICT: ({ where, reason, fix }: { where: string; reason: string; fix: string }) =>
    `${where}: ${reason}; ${fix}`,
  MODALITIES_GIVEN: ({ where, instead, names }: { where: string; instead: string; names: readonly string[] }) =>
    `${where} is for models of one modality, and this one has ${names.length}: ${listed(names)}; call ${instead}`,
  MODALITIES_MISSING: ({ where, instead }: { where: string; instead: string }) =>
    `${where} is for models of several modalities, and this one has no modalities; call ${instead}`,
  MODALITY_UNKNOWN: ({ modality, known }: { modality: string; known: readonly string[] }) =>
    `the model knows no modality ${quote(modality)}${didYouMean(modality, known)}`,
  LIKELIHOOD_LEVEL: ({ level, least, most }: { level: number; least: number; most: number }) =>
    `the quantile of level ${level} is not known to this model, which was trained for levels from ${least} to ${most}; ` +
    'ask for one between them, or train with further levels',
  ROTARY_HEAD_DIMENSION: ({ headDimension, axes, nearest }: { headDimension: number; axes: number; nearest: number }) =>
    `head dimension ${headDimension} must be even and at least 2 x axes = ${2 * axes}; the nearest that fits is ${nearest}`,
  INPUT_SHAPE: ({
    name,
    expected,
    got,
  }: {
    name: string
    expected: readonly (number | string)[]
    got: readonly number[]
  }) => `${name} must have shape [${expected.join(', ')}]; got [${got.join(', ')}]`,
  INPUT_LENGTH: ({ name, expected, got }: { name: string; expected: number; got: number }) =>
    `${name} must hold ${expected} values; got ${got}`,
  INPUT_MISSING: ({ name, why }: { name: string; why: string }) => `the input ${quote(name)} is missing: ${why}`,
  PARAMETER_MISSING: ({ names, extra }: { names: readonly string[]; extra: readonly string[] }) =>
    `${names.length} of the model's parameters are missing: ${listed(names.slice(0, 5))}` +
    (extra.length > 0 ? `; not used by the model: ${listed(extra.slice(0, 5))}` : '') +
    '; check that the weights belong to this configuration',
  PARAMETER_LAYERS: ({ layers, got }: { layers: number; got: number }) =>
    `the configuration has ${layers} layers, but there are only ${got} weights; ` +
    'check that the weights belong to this configuration',
  PARAMETER_UNUSED: ({ names }: { names: readonly string[] }) =>
    `${names.length} weights are not used by this model: ${listed(names.slice(0, 5))}; ` +
    'check that the weights belong to this configuration',
  PARAMETER_SHAPE: ({
    name,
    expected,
    got,
  }: {
    name: string
    expected: readonly number[]
    got: readonly number[] | string
  }) =>
    `parameter ${shortened(name)} must have shape [${expected.join(', ')}]; got ${typeof got === 'string' ? got : `[${got.join(', ')}]`}`,
  MASK_RATIO: ({ got }: { got: unknown }) => `the mask ratio must be a number in [0, 1]; got ${shortened(got)}`,
  MASK_NOTHING_VISIBLE: ({ ratio, length }: { ratio: number; length: number }) =>
    `a mask ratio of ${ratio} hides all ${length} tokens, and without [CLS] the encoder has nothing to read; lower the ratio or set cls: true`,
  MASK_NOTHING_MASKED: ({ ratio, length }: { ratio: number; length: number }) =>
    `a mask ratio of ${ratio} hides none of ${length} tokens: there is nothing to reconstruct; raise the ratio`,
  MASK_UNEQUAL_COUNTS: ({ row, expected, got }: { row: number; expected: number; got: number }) =>
    `row ${row} of the mask hides ${got} tokens, row 0 hides ${expected}; every row must hide the same number`,
  MASK_NO_VALID_TOKENS: ({ row }: { row: number }) =>
    `row ${row} of the batch has only padding: there is nothing to mask`,
  MASK_PADDING_NOT_TRAILING: ({ row, index }: { row: number; index: number }) =>
    `row ${row} has a real token at index ${index} after padding; masking needs padding at the end of each row`,
  MASK_COUNTS: ({ row, part, count }: { row: number; part: 'visible' | 'masked'; count: number }) =>
    `row ${row} of the batch has more than ${count} ${part} tokens; give counts of at least the most that a row has`,
  MASK_VALUE: ({ row, index, got }: { row: number; index: number; got: number }) =>
    `the mask must hold 0 (visible) and 1 (masked); got ${got} in row ${row} at index ${index}`,
  PATCH_AXES: ({ shape, patch }: { shape: number; patch: number }) =>
    `a patch needs one size for each of the ${shape} axes of the array; got ${patch}`,
  PATCH_SHAPE: ({ axis, size, patch, nearest }: { axis: number; size: number; patch: number; nearest: number }) =>
    `axis ${axis} has ${size} entries, which the patch size ${patch} does not divide; the nearest size that fits is ${nearest}`,
  REFERENCE_CONFIG: ({ reason }: { reason: string }) => `model_config.json cannot be read: ${reason}`,
})
