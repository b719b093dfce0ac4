import { defineErrors, listed, shortened } from '@romae/internal/errors'
import { invalidOptionText } from '@romae/internal/options'

/** Where in a list of samples the tokens stand, for messages. */
interface Place {
  /** Name of the tokenizer that gave the tokens, where it is known. */
  readonly tokenizer?: string | undefined
  /** Index of the sample, where there are several. */
  readonly sample?: number | undefined
}

/** `soundings: sample 3: `, or less where less is known. */
function prefix({ tokenizer, sample }: Place): string {
  return `${tokenizer === undefined ? '' : `${tokenizer}: `}${sample === undefined ? '' : `sample ${sample}: `}`
}

/** What positions on an axis are. */
function meaning(channels: string | null): string {
  return channels === null ? 'a coordinate' : `the index of a channel (${shortened(channels)})`
}

/** What breaks a rule, and where. */
interface BrokenRule extends Place {
  readonly rule: string
  readonly problem: string
  readonly token?: number | undefined
  readonly expected?: unknown
  readonly got?: unknown
}

function brokenRule({ rule, problem, token, ...place }: BrokenRule): string {
  return `rule ${rule}: ${prefix(place)}${token === undefined ? '' : `token ${token}: `}${problem}`
}

/** The errors of `@romae/tokenizer`; `docs/errors/tokenizer.md` has a section for each. */
export const errors = defineErrors({
  TOKENIZER_NOT_AN_OBJECT: ({ got }: { got: string }) =>
    `a tokenizer is an object that implements Tokenizer; got ${got} (a factory has to be called first)`,
  TOKENIZER_SPEC_VERSION: ({ tokenizer, got, expected }: { tokenizer: string; got: string; expected: number }) =>
    `supports specVersion ${expected}; got ${got} from ${tokenizer}; update ${
      Number(got) > expected ? '@romae/tokenizer and the packages that use it' : 'the tokenizer'
    }`,
  TOKENIZER_NAME: ({ got }: { got: string }) => `a tokenizer's name is a non-empty string; got ${got}`,
  TOKENIZER_AXES: ({ tokenizer, got }: { tokenizer: string; got: string }) =>
    `${tokenizer}: axes has to list at least one distinct, non-empty name per position axis; got ${got}`,
  TOKENIZER_TOKEN_SIZE: ({ tokenizer, got }: { tokenizer: string; got: string }) =>
    `${tokenizer}: tokenSize has to be an integer of at least 1; got ${got}`,
  TOKENIZER_MAX_LENGTH: ({ tokenizer, got }: { tokenizer: string; got: string }) =>
    `${tokenizer}: maxLength has to be an integer of at least 1; got ${got}; leave it out for no limit`,
  TOKENIZER_OUTPUTS: ({ tokenizer, problem }: { tokenizer: string; problem: string }) =>
    `${tokenizer}: outputs ${problem}; leave them out where all values of a token are numbers`,
  TOKENIZER_UNORDERED: ({ tokenizer, got }: { tokenizer: string; got: string }) =>
    `${tokenizer}: unordered has to be true or false; got ${got}; leave it out for tokens with positions`,
  TOKENIZER_CHANNELS: ({ tokenizer, axes, got }: { tokenizer: string; axes: readonly string[]; got: string }) =>
    `${tokenizer}: channels has to name its channels by distinct texts, and no axis or one of ${axes.join(', ')}; got ${got}; ` +
    'leave axis out where none is one of channels',
  TOKENIZER_UNITS: ({ tokenizer, channels, got }: { tokenizer: string; channels: number; got: string }) =>
    `${tokenizer}: channels.units has to hold ${channels} texts, one a channel, with null where a unit is not known; got ${got}; ` +
    'leave it out where none is known',
  TOKENIZER_ORIGIN: ({ tokenizer, field, got }: { tokenizer: string; field: string; got: string }) =>
    `${tokenizer}: ${field} has to be a non-empty string; got ${got}; leave it out where there is none`,
  TOKENIZER_METHOD: ({ tokenizer, method, got }: { tokenizer: string; method: string; got: string }) =>
    `${tokenizer}: ${method} has to be a function; got ${got}`,

  TOKENIZER_TOKENS_TYPE: ({ field, got, ...place }: Place & { field: string; got: string }) =>
    `${prefix(place)}${
      field === 'tokens' ? 'tokens have to be { values, positions, length }' : `${field} has to be a Float32Array`
    }; got ${got}`,
  TOKENIZER_TOKENS_LENGTH: ({ got, ...place }: Place & { got: string }) =>
    `${prefix(place)}length has to be an integer of at least 1; got ${got}; a sample without tokens is to be rejected`,
  TOKENIZER_TOKENS_COUNT: ({
    field,
    length,
    perToken,
    expected,
    got,
    ...place
  }: Place & { field: string; length: number; perToken: number; expected: number; got: number }) =>
    `${prefix(place)}${field} has to hold ${expected} numbers (${length} tokens of ${perToken} ${
      field === 'values' ? 'values' : 'coordinates'
    } each); got ${got}`,
  TOKENIZER_TOKENS_NOT_FINITE: ({
    field,
    token,
    component,
    got,
    ...place
  }: Place & { field: string; token: number; component: number; got: number }) =>
    `${prefix(place)}token ${token}: ${field}[${component}] of the token is ${got}; only finite numbers can be learned from: leave missing observations out`,
  TOKENIZER_TOKENS_CHANNEL: ({
    axis,
    channels,
    token,
    got,
    ...place
  }: Place & { axis: string; channels: number; token: number; got: number }) =>
    `${prefix(place)}token ${token}: its position on the axis ${axis} is ${got}; it has to be the index of one of ${channels} channels`,
  TOKENIZER_TOKENS_TOO_MANY: ({ length, maxLength, ...place }: Place & { length: number; maxLength: number }) =>
    `${prefix(place)}${length} tokens, but the tokenizer's maxLength is ${maxLength}; thin or cut the sample`,

  TOKENIZER_COLLATE_EMPTY: ({ got }: { got: string }) =>
    `a batch needs the tokens of at least one sample, as an array; got ${got}`,
  TOKENIZER_COLLATE_OPTION: invalidOptionText,
  TOKENIZER_COLLATE_TOO_LONG: ({ sample, got, length }: { sample: number; got: number; length: number }) =>
    `sample ${sample}: ${got} tokens do not fit in a batch of length ${length}; raise length to at least ${got}, leave it out, or cut the sample`,

  TOKENIZER_SET: invalidOptionText,
  TOKENIZER_SET_AXES: (fields: {
    axis: string
    modality: string
    channels: string | null
    other: string
    otherChannels: string | null
  }) =>
    `axes of one name are one axis of a set, and ${shortened(fields.axis)} is ${meaning(fields.channels)} in ${fields.modality}, ` +
    `${meaning(fields.otherChannels)} in ${fields.other}; give one of them another name: ` +
    `renameAxes: { ${fields.modality}: { ${shortened(fields.axis)}: "…" } }`,
  TOKENIZER_SET_SAMPLE: ({ problem, known }: { problem: string; known: readonly string[] }) =>
    `a sample of a set ${problem}; it has to have at least one of ${listed(known)}, and nothing else: leave out what is missing`,
  TOKENIZER_SET_TOKENS: ({ expected, got, ...place }: Place & { expected: string; got: string }) =>
    `${prefix(place)}tokens of a set have to be ${expected}; got ${got}`,
  TOKENIZER_VALUES: invalidOptionText,
  TOKENIZER_VALUES_SAMPLE: ({ name, problem }: { name: string | null; problem: string }) =>
    `values of a sample${name === null ? '' : `: ${shortened(name)}`} ${problem}`,
  TOKENIZER_SINGLE: ({ tokenizer, names }: { tokenizer: string; names: readonly string[] }) =>
    `the tokenizer of one modality is needed here, and ${tokenizer} is one of ${names.length}: ${listed(names)}`,

  TOKENIZER_MODALITY: ({
    from,
    field,
    expected,
    got,
  }: {
    from: string
    field: string
    expected: string
    got: string
  }) => `${from}: of a modality, ${field} has to be ${expected}; got ${got}`,
  TOKENIZER_MODALITY_VERSION: (fields: { from: string; got: string; known: readonly number[]; isNewer: boolean }) =>
    `${fields.from} follows version ${fields.got} of the modality contract, and this takes ${fields.known.join(', ')}; update ${
      fields.isNewer ? 'romae and @romae/tokenizer' : fields.from
    }`,

  TOKENIZER_CONFORMANCE: (broken: BrokenRule) => brokenRule(broken),
  TOKENIZER_CONFORMANCE_WARNING: (broken: BrokenRule) => brokenRule(broken),
  TOKENIZER_CONFORMANCE_OPTION: invalidOptionText,
  TOKENIZER_CONFORMANCE_CLONE: ({ sample }: { sample: number }) =>
    `sample ${sample} cannot be copied by structuredClone, so changes to it would go unseen; give the option clone`,
})
