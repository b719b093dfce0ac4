import { defineErrors, didYouMean, listed, nearestName, quote, shortened } from '@romae/internal/errors'
import { invalidOptionText, unknownOptionText } from '@romae/internal/options'
import type { FilePosition } from './readers/text/file-position.ts'

interface ChannelPlace {
  id: string
  channel: number
}
interface ObservationPlace extends ChannelPlace {
  time: number
}

const ofChannel = ({ id, channel }: ChannelPlace) => `channel ${channel} of series ${quote(id)}`
const atTime = (place: ObservationPlace) => `${ofChannel(place)} at time ${place.time}`
const at = ({ file, line, column }: FilePosition) => `${file}:${line}:${column}:`

/** Names in a message, the first of them where there are many. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 12).map(quote).join(', ')
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown
}

/** A name that is not known, with the nearest that is; the known ones themselves stand elsewhere in the message. */
function nearestTo(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return `${quote(name)} is not known${nearest === null ? '' : ` (did you mean ${quote(nearest)}?)`}`
}

/** Names as words of a command line. */
function words(names: readonly string[]): string {
  return listed(names).replaceAll(', ', ' ')
}

/** A hint at the missing name that is nearest, or an empty text. */
function nearest(name: string, missing: readonly string[]): string {
  const meant = nearestName(name, missing)
  return meant === null ? '' : ` (did you mean ${quote(meant)}?)`
}

const labelOf = (label: string) => (label === '' ? 'no label' : `label ${quote(label)}`)

export const errors = defineErrors({
  TIMESERIES_UNKNOWN_OPTION: unknownOptionText,
  TIMESERIES_INVALID_OPTION: invalidOptionText,

  TIMESERIES_TOO_FEW_TO_CALIBRATE: ({ level, count, needed }: { level: number; count: number; needed: number }) =>
    `the quantile of level ${level} needs at least ${needed} values of which the truth is known; there are ${count}: hold out more ` +
    'values, or ask for a lower coverage',
  TIMESERIES_NOT_A_CALIBRATION: ({ reason }: { reason: string }) =>
    `not a saved calibration: ${reason}; give what the toJSON of a calibration gave, or calibrate anew`,
  TIMESERIES_NOT_A_SERIES: ({ what, expected, got }: { what: string; expected: string; got: unknown }) =>
    `not a series: ${what} must be ${expected}; got ${quote(got)}`,
  TIMESERIES_CHANNEL_COUNT: ({ id, expected, got }: { id: string; expected: number; got: number }) =>
    `series ${quote(id)} has ${got} channels; expected ${expected} (a channel without observations has length 0)`,
  TIMESERIES_CHANNEL_NAMES: (fields: ChannelPlace & { name: string | null; other: number | null }) =>
    fields.name === null
      ? `${ofChannel(fields)} has no name, and others have: name all channels of a series, or none`
      : `${ofChannel(fields)} is named ${quote(fields.name)}, as channel ${fields.other} is; names of channels must differ`,
  TIMESERIES_CHANNELS: (fields: {
    what: string
    expected: readonly string[]
    got: readonly string[]
    missing: readonly string[]
    unknown: readonly string[]
  }) =>
    [
      `${fields.what} has the channels ${list(fields.got)}; expected ${list(fields.expected)}`,
      ...fields.unknown.slice(0, 3).map((name) => nearestTo(name, fields.expected)),
      ...(fields.missing.length > 0 ? [`${list(fields.missing)} is missing`] : []),
    ].join('; '),
  TIMESERIES_UNIT: (fields: { id: string; what: string; expected: string; got: string; source: string }) =>
    `the ${fields.what} of series ${quote(fields.id)} are in ${fields.got}; expected ${fields.expected}, as ${fields.source} says: ` +
    'convert them',
  TIMESERIES_EXTRAS_COUNT: (fields: ChannelPlace & { expected: number; got: number }) =>
    `${ofChannel(fields)} has ${fields.got} extra columns; expected ${fields.expected}`,
  TIMESERIES_COLUMN_LENGTH: (fields: ChannelPlace & { column: string; expected: number; got: number }) =>
    `${fields.column} of ${ofChannel(fields)} has length ${fields.got}; expected ${fields.expected}, as many as times`,
  TIMESERIES_TIME_NOT_FINITE: (fields: ChannelPlace & { index: number; got: number }) =>
    `time ${fields.index} of ${ofChannel(fields)} is ${fields.got}; times must be finite`,
  TIMESERIES_TIME_ORDER: (fields: ChannelPlace & { index: number; previous: number; time: number }) =>
    `time ${fields.index} of ${ofChannel(fields)} is ${fields.time}, after ${fields.previous}; ` +
    'times must increase strictly: sort them and merge duplicates',
  TIMESERIES_VALUE_NOT_FINITE: (fields: ObservationPlace & { got: number }) =>
    `${atTime(fields)} holds ${fields.got}; values must be finite, or NaN for missing, and extras of a value finite`,
  TIMESERIES_EMPTY: ({ id }: { id: string }) =>
    `series ${quote(id)} has no observation, so it gives no token; leave such series out`,

  TIMESERIES_NOTHING_LEFT: ({ id, count, fraction }: { id: string; count: number; fraction: number }) =>
    `dropping ${fraction} of the ${count} time stamps of series ${quote(id)} leaves none; use a smaller fraction`,
  TIMESERIES_NOTHING_DROPPED: ({ split, fraction, series }: { split: string; fraction: number; series: number }) =>
    `dropping ${fraction} of the time stamps of the ${series} series of the ${split} split dropped none: ` +
    'use a larger fraction or longer series, or 0 to keep all',
  TIMESERIES_DROP_MISCOUNTED: ({ id, expected, got }: { id: string; expected: number; got: number }) =>
    `series ${quote(id)} should have kept ${expected} time stamps but has ${got}; please report this`,
  TIMESERIES_TOO_MANY_WINDOWS: (fields: { id: string; span: number; stride: number; count: number }) =>
    `series ${quote(fields.id)} spans ${fields.span}, which a stride of ${fields.stride} cuts into about ${fields.count} ` +
    'windows; are both in the same unit?',

  TIMESERIES_NO_STEP: ({ id, times }: { id: string; times: number }) =>
    `series ${quote(id)} has ${times} times, which say nothing of the time from one to the next; give the times to forecast yourself`,
  TIMESERIES_FORECAST_TIMES: (fields: {
    id: string
    index: number
    time: number
    previous: number
    isFirst: boolean
  }) =>
    `time ${fields.index} to forecast of series ${quote(fields.id)} is ${fields.time}, not after ${fields.previous}, ` +
    `${fields.isFirst ? 'the last one with a known value' : 'the one before'}: give increasing times after all that is known`,
  TIMESERIES_HORIZON: ({ id, span, longest }: { id: string; span: number; longest: number }) =>
    `the times to forecast of series ${quote(id)} end ${span} after its last known value; the model was trained for ${longest} at ` +
    'most: ask for less, or train a model for longer horizons',
  TIMESERIES_NOTHING_KNOWN: ({ id, from, to }: { id: string; from: number | null; to: number }) =>
    `series ${quote(id)} has no known value ${from === null ? '' : `after ${from} and `}before ${to}, where the forecast ` +
    'begins: give one that reaches up to it',

  TIMESERIES_MISSING_VALUE: (fields: ObservationPlace) =>
    `${atTime(fields)} is missing; choose missing: "zero", "interpolate" or "indicator", or one token per observation`,
  TIMESERIES_NOTHING_TO_INTERPOLATE: (fields: ChannelPlace) =>
    `${ofChannel(fields)} has no observed value to interpolate from; choose missing: "zero" or "indicator"`,
  TIMESERIES_LOG1P_DOMAIN: (fields: ObservationPlace & { value: number }) =>
    `${atTime(fields)} is ${fields.value}; the log1p transform needs values above -1`,
  TIMESERIES_VALUE_RANGE: (fields: ObservationPlace & { value: number; scaled: number }) =>
    `${atTime(fields)} is ${fields.value}, scaled ${fields.scaled}, which a 32-bit token cannot hold; standardise values`,
  TIMESERIES_STATISTICS_RANGE: (fields: ObservationPlace & { value: number }) =>
    `${atTime(fields)} is ${fields.value}, whose square overflows, so that there is no deviation: mark it as missing, or ` +
    'take standardize: "robust" or a transform such as "asinh"',
  TIMESERIES_TIME_RESOLUTION: (fields: {
    id: string
    time: number
    position: number
    unit: number
    origin: string | number
    from: number
    to: number
  }) =>
    `series ${quote(fields.id)}: time ${fields.time} becomes position ${fields.position}, not above the one before: ` +
    `32-bit positions are too coarse for origin ${fields.origin} and unit ${fields.unit}; look whether a time is mistyped (the ` +
    `longest step is from ${fields.from} to ${fields.to}), use origin "first", or cut the series into shorter ones`,
  TIMESERIES_TOO_LONG: ({ what, length, limit }: { what: string; length: number; limit: number }) =>
    `${what} has ${length} entries; at most ${limit} are allowed: raise the limit, cut windows, or choose overlong: "thin"`,
  TIMESERIES_NOTHING_TO_FIT: ({ channel, name }: { channel: number | null; name?: string | undefined }) =>
    channel === null
      ? 'there is no series to fit the tokenizer to'
      : `no series to fit to has an observed value in channel ${name === undefined ? channel : quote(name)}; leave it out, or give statistics yourself`,
  TIMESERIES_NOT_INVERTIBLE: ({ name, lacks }: { name: string; lacks: 'statistics' | 'series' }) =>
    lacks === 'statistics'
      ? `${name} with standardize "per-series" cannot detokenize: tokens do not hold the statistics of their series; ` +
        'fit a tokenizer to that one series with standardize "per-channel", which gives the same tokens'
      : `${name} cannot detokenize tokens alone: they do not hold which series they are of, or when it begins, and its season or ` +
        'statistics depend on it; give the series as the second argument',
  TIMESERIES_INVALID_TOKENS: ({ expected, got }: { expected: string; got: string }) =>
    `tokens do not fit the tokenizer: expected ${expected}; got ${got}`,

  TIMESERIES_CANNOT_READ: ({ file, reason }: { file: string; reason: string }) => `cannot read ${file}: ${reason}`,
  TIMESERIES_CANNOT_WRITE: ({ file, reason }: { file: string; reason: string }) => `cannot write ${file}: ${reason}`,
  TIMESERIES_PACKAGE_MISSING: ({ file, install, reason }: { file: string; install: string; reason: string }) =>
    `${file} is of a format that a package reads which cannot be loaded: run "${install}" (${reason})`,
  TIMESERIES_DAMAGED_ARCHIVE: ({ file, reason }: { file: string; reason: string }) =>
    `${file} is compressed and damaged: ${reason}; get it again, as a part of it would be missing without a word`,
  TIMESERIES_ARCHIVE_TOO_LARGE: ({ file, reason }: { file: string; reason: string }) =>
    `${file} is compressed and becomes too large: ${reason}; decompress it yourself if you trust it`,
  TIMESERIES_NOT_CSV: ({ file }: { file: string }) =>
    `${file} is a .ts file, and only CSV files can be filled and written back: make one of its series with writeWideCsv or writeLongCsv`,
  TIMESERIES_FILLED_COUNT: ({ expected, got }: { expected: number; got: number }) =>
    `there are ${got} filled series for the ${expected} that were read; give as many, in the same order`,
  TIMESERIES_DATE_RANGE: ({ time, unit }: { time: number; unit: string }) =>
    `${time} ${unit} since 1970 is no date of the years 0 to 9999; leave timeUnit out to write numbers`,
  TIMESERIES_NOT_TEXT: (fields: FilePosition & { found: string }) =>
    `${at(fields)} found ${fields.found}; the file must be UTF-8 text, as a spreadsheet saves it as CSV UTF-8; unpack what is compressed`,
  TIMESERIES_NO_DATA: ({ file, missing }: { file: string; missing: string }) => `${file} has no ${missing}`,
  TIMESERIES_BAD_NUMBER: (fields: FilePosition & { what: string; text: string; reason: string }) =>
    `${at(fields)} ${fields.what} ${quote(fields.text)} ${fields.reason}`,
  TIMESERIES_BAD_TIME: (fields: FilePosition & { text: string; expected: string }) =>
    `${at(fields)} time ${quote(fields.text)} is not ${fields.expected}`,
  TIMESERIES_AMBIGUOUS_TIME: (
    fields: FilePosition & { text: string; choices: readonly { meaning: string; timeFormat: string }[] },
  ) => {
    const choices = fields.choices.map(({ meaning, timeFormat }) => `${meaning} (timeFormat ${quote(timeFormat)})`)
    return `${at(fields)} time ${quote(fields.text)} may be ${choices.join(' or ')}: say which, in a command by --time-format`
  },
  TIMESERIES_MIXED_ZONES: (
    fields: FilePosition & { text: string; isZoned: boolean; otherLine: number; otherText: string },
  ) =>
    `${at(fields)} time ${quote(fields.text)} has ${fields.isZoned ? 'a' : 'no'} zone, and ${quote(fields.otherText)} in line ` +
    `${fields.otherLine} has ${fields.isZoned ? 'none' : 'one'}; give all times a zone, or none`,
  TIMESERIES_ROW_ORDER: (fields: FilePosition & { where: string; previous: string; time: string }) =>
    `${at(fields)} time ${quote(fields.time)} does not come after ${quote(fields.previous)} in ${fields.where}; ` +
    'times must increase strictly: sort the rows and merge duplicates',

  TIMESERIES_UEA_HEADER: (fields: FilePosition & { key: string; expected: string; got: string }) =>
    `${at(fields)} ${fields.key} must be ${fields.expected}; got ${quote(fields.got)}`,
  TIMESERIES_UEA_UNKNOWN_KEY: (fields: FilePosition & { key: string; known: readonly string[] }) =>
    `${at(fields)} there is no header line ${quote(fields.key)}${didYouMean(fields.key, fields.known)}`,
  TIMESERIES_UEA_SYNTAX: (fields: FilePosition & { expected: string; got: string }) =>
    `${at(fields)} expected ${fields.expected}; got ${quote(fields.got)}`,
  TIMESERIES_UEA_CHANNELS: (fields: FilePosition & { expected: number; got: number; source: string; label: boolean }) =>
    `${at(fields)} the case has ${fields.got} channels${fields.label ? ' and a label' : ''}; ` +
    `expected ${fields.expected}, as ${fields.source}`,
  TIMESERIES_UEA_LENGTH: (fields: FilePosition & { channel: number; expected: number; got: number; source: string }) =>
    `${at(fields)} channel ${fields.channel} has ${fields.got} values; expected ${fields.expected}, as ${fields.source}`,
  TIMESERIES_UEA_CHANNEL_LENGTHS: (fields: FilePosition & { channel: number; got: number; first: number }) =>
    `${at(fields)} channel ${fields.channel} has ${fields.got} values and channel 0 has ${fields.first}, without time stamps: say what ` +
    'that means with channelLengths, "from-start" (one rate, some end before) or "same-span" (all end together)',
  TIMESERIES_UEA_MISSING: (fields: FilePosition) =>
    `${at(fields)} a value is missing, but the header says @missing false`,
  TIMESERIES_UEA_LABEL: (fields: FilePosition & { label: string; labels: readonly string[] }) =>
    `${at(fields)} label ${quote(fields.label)} is not in the header${didYouMean(fields.label, fields.labels)}`,

  TIMESERIES_LIMIT: (fields: FilePosition & { what: string; got: number; limit: number; wayOut: string }) =>
    `${at(fields)} there are ${fields.got} ${fields.what}, or more; at most ${fields.limit} are read: ${fields.wayOut}`,

  TIMESERIES_JSON_SYNTAX: (fields: FilePosition & { reason: string }) =>
    `${at(fields)} expected one JSON object a line, such as {"time": 1, "level": 2.5}: ${fields.reason}`,
  TIMESERIES_JSON_LATE_FIELD: (fields: FilePosition & { name: string }) =>
    `${at(fields)} the field ${quote(fields.name)} comes here for the first time, after rows without it were read: ` +
    'give it in the first object, as null',
  TIMESERIES_TSF_SYNTAX: (fields: FilePosition & { expected: string; got: string }) =>
    `${at(fields)} expected ${fields.expected}; got ${quote(fields.got)}: a .tsf file has @attribute lines, @data, and a line a series, such ` +
    'as T1:1979-01-01 00-00-00:1.5,?,2',
  TIMESERIES_DAMAGED_PARQUET: ({ file, reason }: { file: string; reason: string }) =>
    `${file} is a Parquet file that cannot be read: ${shortened(reason)}; get it again, or write it again with another tool`,
  TIMESERIES_NOT_NPY: ({ file, reason }: { file: string; reason: string }) =>
    `${file} is no array of numbers that can be read or written: ${shortened(reason)}; numpy.save writes one of an array such as ` +
    'values.astype("float64")',
  TIMESERIES_NPY_BESIDE: ({ file, reason }: { file: string; reason: string }) =>
    `what lies beside an array cannot be taken, of ${file}: ${reason}`,
  TIMESERIES_NOT_NPZ: ({ file, reason }: { file: string; reason: string }) =>
    `${file} is no archive of arrays that can be read: ${shortened(reason)}; numpy.savez("data.npz", values=values, label=labels) writes one`,
  TIMESERIES_LIST_LENGTH: (fields: FilePosition & { name: string; got: number; time: string; expected: number }) =>
    `${at(fields)} the list of column ${quote(fields.name)} has ${fields.got} elements, and that of the times, ${quote(fields.time)}, ` +
    `${fields.expected}: they must be as long, or one is to be left out of the file`,
  TIMESERIES_PARQUET_VALUE: (fields: FilePosition & { name: string; reason: string }) =>
    `${at(fields)} column ${quote(fields.name)} cannot hold what is filled in: ${shortened(fields.reason)}; convert the column to ` +
    'numbers of 64 bits with a fraction (double)',
  TIMESERIES_CSV_SYNTAX: (fields: FilePosition & { reason: string }) => `${at(fields)} ${fields.reason}`,
  TIMESERIES_CSV_ROW_LENGTH: (fields: FilePosition & { expected: number; got: number }) =>
    `${at(fields)} the row has ${fields.got} cells; expected ${fields.expected}, as the header`,
  TIMESERIES_CSV_NO_COLUMN: (fields: {
    file: string
    name: string
    columns: readonly string[]
    /** Files that would have had it. */
    looked?: readonly string[]
  }) => {
    const { file, name, columns, looked = [] } = fields
    const beside = looked.length === 0 ? '' : `, and beside it there is none of ${looked.join(', ')}`
    return `${file} has no column ${quote(name)}${didYouMean(name, columns)}${beside}`
  },
  TIMESERIES_CSV_DUPLICATE_COLUMN: (fields: FilePosition & { name: string; first: number }) =>
    `${at(fields)} column ${fields.first} is already named ${quote(fields.name)}; column names must differ`,
  TIMESERIES_CSV_COLUMN_ROLE: ({ of, name, roles }: { of: string; name: string; roles: readonly string[] }) =>
    `${of}: column ${quote(name)} is given as ${roles.join(' and as ')}; a column has one role`,
  TIMESERIES_CSV_DELIMITER: ({ file, found }: { file: string; found: readonly string[] }) =>
    `${file}: cells may be parted by ${found.map(quote).join(' or ')}; say which it is with delimiter`,
  TIMESERIES_CSV_MIXED_COLUMN: (fields: FilePosition & { name: string; text: string; textLine: number }) =>
    `${at(fields)} column ${quote(fields.name)} has the number ${quote(fields.text)} here and text in line ${fields.textLine}: ` +
    'say which cells mean missing (missing), or leave the column out (ignore)',
  TIMESERIES_CSV_OTHER_FILE: (fields: FilePosition & { id: string; reason: string }) =>
    `${at(fields)} this is not the file that series ${quote(fields.id)} was read from: ${fields.reason}`,
  TIMESERIES_CSV_EMPTY_CELL: (fields: FilePosition & { name: string }) =>
    `${at(fields)} the cell in column ${quote(fields.name)} is empty`,
  TIMESERIES_CSV_CHANNEL: (fields: FilePosition & { channel: string; channels: readonly string[] }) =>
    `${at(fields)} channel ${quote(fields.channel)} is not among the channels option${didYouMean(fields.channel, fields.channels)}`,
  TIMESERIES_CSV_LABEL: (fields: FilePosition & { id: string; label: string; previous: string }) =>
    `${at(fields)} series ${quote(fields.id)} has ${labelOf(fields.label)} here and ${labelOf(fields.previous)} before: ` +
    'a series has one, the same in all of its rows',
  TIMESERIES_CSV_MEMBERSHIP: (fields: FilePosition & { name: string; text: string | null }) =>
    `${at(fields)} column ${quote(fields.name)} says of each series whether it is of that class, and must be 1, 0 or empty; got ` +
    `${quote(fields.text)}; for one column with names of classes take --label`,
  TIMESERIES_CSV_GROUP: (fields: FilePosition & { id: string; group: string; previous: string }) =>
    `${at(fields)} series ${quote(fields.id)} is of the group ${quote(fields.group)} here and of ` +
    `${quote(fields.previous)} before: a series is of one, the same in all of its rows`,
  TIMESERIES_CSV_NOT_GROUPED: (fields: FilePosition & { id: string; previousLine: number }) =>
    `${at(fields)} series ${quote(fields.id)} goes on here after ending at line ${fields.previousLine}; ` +
    'streaming needs the rows of a series together: sort the file by id, or read it as a whole',

  TIMESERIES_COLUMN_ROLE: ({ column, option }: { column: string; option: string }) =>
    `${quote(column)} is a channel of the model, which has learned from it, and cannot be given as ${option} now: pre-train ` +
    `without it (--label ${shortened(column)}, or --ignore ${shortened(column)}), or give another column`,
  TIMESERIES_OTHER_CHANNELS: (fields: {
    what: string
    got: readonly string[]
    whose: string
    expected: readonly string[]
    missing: readonly string[]
    unknown: readonly string[]
  }) => {
    const { what, got, whose, expected, missing, unknown } = fields
    const wayOut = whose === 'the model' ? `--ignore ${words(unknown)}` : `--value ${words(expected)}`
    return [
      `${shortened(what)} has the channels ${listed(got) || 'none'}; ${whose} has ${listed(expected)}`,
      ...unknown.slice(0, 3).map((name) => `${quote(name)} is not among them${nearest(name, missing)}`),
      ...(unknown.length > 0
        ? [`rename what has another name, give it its role (such as --id), or leave it out: ${wayOut}`]
        : []),
      ...(missing.length > 0 ? [`${listed(missing)} is missing; --allow-missing-channels goes on without`] : []),
    ].join('; ')
  },
  TIMESERIES_NOT_IGNORED: ({ name, known }: { name: string; known: readonly string[] }) =>
    `--ignore ${shortened(name)}: the files have no such column or channel${didYouMean(name, known)}`,
  TIMESERIES_OTHER_TIMES: ({ file }: { file: string }) =>
    `of the times of ${shortened(file)} and those of the files that were read first, or that the model knows, the ones are dates and the ` +
    'others numbers: give them in the same unit; numbers that look like dates are numbers with --time-format number',
  TIMESERIES_ID_IN_TWO_FILES: (fields: { id: string; files: readonly [string, string]; count: number }) =>
    `${fields.files[0]} and ${fields.files[1]} both have an id ${quote(fields.id)} (${fields.count} in common), and one id is ` +
    'one sample: put all of its rows into one file; or, where each file counts its ids anew, give --ids-per-file',
  TIMESERIES_NO_TIME_COLUMN: ({ file }: { file: string }) =>
    `${shortened(file)}: which column has the times? --time <column>`,
  TIMESERIES_VALUE_COLUMN: ({ got }: { got: number }) =>
    `with a channel column (--channel) there is one column of values (--value); got ${got}`,
  TIMESERIES_UNIT_FORM: ({ got }: { got: string }) =>
    `--unit needs channel=unit, such as temperature=K; got ${quote(got)}`,
})
