import { defineErrors, didYouMean, listed, nearestName, quote, shortened } from '@romae/internal/errors'
import type { Holder } from '@romae/internal/files'
import { formatAmount } from './terminal/format-amount.ts'

/** Names as words of a command line. */
function words(names: readonly string[]): string {
  return listed(names).replaceAll(', ', ' ')
}

/** A hint at the missing name that is nearest, or an empty text. */
function nearest(name: string, missing: readonly string[]): string {
  const meant = nearestName(name, missing)
  return meant === null ? '' : ` (did you mean ${quote(meant)}?)`
}

export const errors = defineErrors({
  APP_SETTING_FORM: ({ got }: { got: string }) =>
    `--set needs key=value, such as pretraining.learningRate=0.001; got ${quote(got)}`,
  APP_SETTING_UNKNOWN: ({ key, known }: { key: string; known: readonly string[] }) =>
    `there is no setting ${quote(key)}${didYouMean(key, known)}`,
  APP_SETTING_VALUE: ({ key, expected, got }: { key: string; expected: string; got: unknown }) =>
    `the setting ${shortened(key)} must be ${expected}; got ${inShort(got)}`,
  APP_SETTING_NO_EFFECT: ({ key, where, reason }: { key: string; where: string; reason: string }) =>
    `${key} has no effect ${where}: ${reason}`,
  APP_SAVED_SETTINGS: ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be used: ${reason}; take the run's own file, or train anew`,
  APP_FOLDER_IN_USE: ({ folder, training }: { folder: string; training: string }) =>
    `${folder} holds a run that is not finished (${training}): go on with --resume, start over with --overwrite, or give ` +
    'another folder with --out',
  APP_NOTHING_TO_RESUME: ({ folder }: { folder: string }) =>
    `${folder} does not exist, so there is nothing to go on with: leave --resume out to start`,
  APP_OTHER_RUN: (fields: { folder: string; what: string; before: string; now: string }) =>
    `${fields.folder} holds another run: ${fields.what} is ${fields.now}, it was ${fields.before}; resume it as it was, or ` +
    'give another folder with --out',
  APP_NO_MODEL: ({ folder, reason }: { folder: string; reason: string }) =>
    `${folder} holds no trained model: ${reason}`,
  APP_WRONG_TASK: ({ folder, command, got }: { folder: string; command: string; got: string }) =>
    `${command} does not fit the model in ${folder}, which is of ${got}`,
  APP_WRONG_MODALITY: (fields: { folder: string; tokenizer: string; samples: string; tokenizers: readonly string[] }) =>
    `the model in ${shortened(fields.folder)} was made with the tokenizer ${quote(fields.tokenizer)}, and this command for ` +
    `${fields.samples} takes models of ${fields.tokenizers.join(', ')}: give one of these, or use the app that trained it`,
  APP_COLUMN_ROLE: ({ column, option }: { column: string; option: string }) =>
    `${quote(column)} is a channel of the model, which has learned from it, and cannot be given as ${option} now: pre-train ` +
    `without it (--label ${shortened(column)}, or --ignore ${shortened(column)}), or give another column`,
  APP_CHANNELS: (fields: {
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
  APP_NOT_IGNORED: ({ name, known }: { name: string; known: readonly string[] }) =>
    `--ignore ${shortened(name)}: the files have no such column or channel${didYouMean(name, known)}`,
  APP_WINDOW: ({ window, reason, way }: { window: number; reason: string; way: string }) =>
    `windows of ${window} do not do: ${reason}; ${way}`,
  APP_TIMES: ({ file }: { file: string }) =>
    `of the times of ${shortened(file)} and those of the files that were read first, or that the model knows, the ones are dates and the ` +
    'others numbers: give them in the same unit; numbers that look like dates are numbers with --time-format number',
  APP_NO_LABELS: (fields: { what: string; name: string; id: string; count: number; of: number; hint: string }) =>
    `${fields.what}: ${quote(fields.id)} has no label (${fields.count} of ${fields.of} ${fields.name} have none), and this ` +
    `needs one for each; ${fields.hint}`,
  APP_UNKNOWN_CLASS: (fields: {
    what: string
    name: string
    id: string
    label: string
    count: number
    of: number
    classes: readonly string[]
  }) =>
    `${fields.what}: ${quote(fields.id)} has the class ${quote(fields.label)}, which the model does not have ` +
    `(${fields.count} of ${fields.of} ${fields.name} are of such classes); it has ${listed(fields.classes)}: give the model ` +
    'samples of the class to train on, or leave these out',
  APP_LABEL_NOT_NUMBER: ({ id, label }: { id: string; label: string }) =>
    `${quote(id)} has the label ${quote(label)}, and a regression needs numbers; for classes leave task=regression out`,
  APP_NOTHING_LEFT: (fields: {
    samples: number
    groups: number | null
    fraction: number
    purpose: 'test' | 'validation'
  }) => {
    const [option, files] = { test: ['--held-out', '--test'], validation: ['--validation', '--validation-data'] }[
      fields.purpose
    ]
    const groups = fields.groups === null ? '' : `, in ${fields.groups} groups of what belongs together,`
    return (
      `holding out ${fields.fraction} of ${fields.samples} labelled samples${groups} leaves none to train on, or none for ` +
      `${fields.purpose}: give more samples, another ${option}, or ${files} files`
    )
  },
  APP_NO_GROUP: ({ id, group, expected }: { id: string; group: string; expected: string }) =>
    `--group ${group}: ${quote(id)} has no such group; expected ${expected}`,
  APP_IN_OTHER_PART: (fields: { samples: number; name: string; what: string; options: string }) =>
    `all ${fields.samples} ${fields.name} for ${fields.what} are in the files of ${fields.options} too, by id, content or ` +
    'group, so that none is left: give other files',
  APP_GIVEN_TWICE: ({ path, options }: { path: string; options: readonly [string | null, string | null] }) => {
    const [first, second] = options.map((option) => option ?? 'the files to read')
    const where = first === second ? 'twice' : `in ${first} and in ${second}`
    return `${path} is given ${where}: its samples would count twice, or be in two parts; give it once`
  },
  APP_ID_IN_TWO_FILES: (fields: { id: string; files: readonly [string, string]; count: number }) =>
    `${fields.files[0]} and ${fields.files[1]} both have an id ${quote(fields.id)} (${fields.count} in common), and one id is ` +
    'one sample: put all of its rows into one file; or, where each file counts its ids anew, give --ids-per-file',
  APP_VALIDATION: ({ problem }: { problem: string }) => problem,
  APP_FILE_CHANGED: ({ file }: { file: string }) =>
    `${file} is not what it was when it was first read: leave the files alone while a command reads them, and start again`,
  APP_ARCHIVE_TOO_LARGE: ({ archive, bytes }: { archive: string; bytes: number }) =>
    `the samples of ${archive} take more than ${formatAmount(bytes, 'B')} with their tokens, and those of an archive are ` +
    'held: unpack it and give the folder, or raise --memory',
  APP_ARCHIVE: ({ archive, reason }: { archive: string; reason: string }) => `cannot read ${archive}: ${reason}`,
  APP_NOT_RESULTS: ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be added to: ${reason}; remove it, or give another folder with --results`,
  APP_FOREIGN_FILES: ({ folder, found }: { folder: string; found: readonly string[] }) =>
    `no run wrote ${listed(found)}, which this one in ${folder} would replace or remove: move it away, or give another folder ` +
    'with --out',
  APP_LOCKED: ({ path, lock, holder }: { path: string; lock: string; holder: Holder | null }) =>
    `another command is writing to ${path}: ${describeHolder(holder)}; wait for its end, give another --out, or remove ${lock} ` +
    'if that process is gone',
  APP_LINKED_FOLDER: ({ path }: { path: string }) =>
    `${path} is a symbolic link, and nothing is written through it: remove it, or give another folder with --out`,
  APP_STANDARD_INPUT: (_: Record<string, never>) =>
    '- stands for standard input, which can be read once: save it to a file to use it twice',
  APP_CANNOT_WRITE: ({ path, reason }: { path: string; reason: string }) => `cannot write ${path}: ${reason}`,
})

/** `process 123 on host since 2026-11-29T10:00:00.000Z: pnpm image pretrain …`, as it says itself. */
function describeHolder(holder: Holder | null): string {
  if (holder === null) return 'a process that does not say which'
  const { process, host, since, command } = holder
  return `process ${process} on ${shortened(host)} since ${shortened(since)}, ${shortened(command)}`
}

/** A text as it is quoted, anything else as JSON. */
function inShort(got: unknown): string {
  return typeof got === 'string' ? quote(got) : shortened(JSON.stringify(got) ?? 'nothing')
}
