import { defineErrors, didYouMean, listed, quote, shortened } from '@romae/internal/errors'
import type { Holder } from '@romae/internal/files'

export const errors = defineErrors({
  APP_SETTING_FORM: ({ got }: { got: string }) =>
    `--set needs key=value, such as pretraining.learningRate=0.001; got ${quote(got)}`,
  APP_SETTING_UNKNOWN: ({ key, known }: { key: string; known: readonly string[] }) =>
    `there is no setting ${quote(key)}${didYouMean(key, known)}`,
  APP_SETTING_VALUE: ({ key, expected, got }: { key: string; expected: string; got: unknown }) =>
    `the setting ${shortened(key)} must be ${expected}; got ${inShort(got)}`,
  APP_SETTING_NO_EFFECT: ({ key, where, reason }: { key: string; where: string; reason: string }) =>
    `${key} has no effect ${where}: ${reason}`,
  APP_SEARCH: ({ search, reason }: { search: string; reason: string }) =>
    `--search ${shortened(search)} cannot be: ${reason}; it needs key=a|b, key=0..0.3 or key=1e-5..1e-2:log`,
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
  APP_NO_PLAYGROUND: () =>
    'the page for the browser is a package of its own, which is not there: npm install @romae/playground, or ' +
    'npx -p romae -p @romae/playground romae playground',
  APP_WRONG_TASK: ({ folder, command, got }: { folder: string; command: string; got: string }) =>
    `${command} does not fit the model in ${folder}, which is of ${got}`,
  APP_WRONG_MODALITY: (fields: { folder: string; tokenizer: string; samples: string; tokenizers: readonly string[] }) =>
    `the model in ${shortened(fields.folder)} was made with the tokenizer ${quote(fields.tokenizer)}, and this command for ` +
    `${fields.samples} takes models of ${fields.tokenizers.join(', ')}: give one of these, or use the app that trained it`,
  APP_WINDOW: ({ window, reason, way }: { window: number; reason: string; way: string }) =>
    `windows of ${window} do not do: ${reason}; ${way}`,
  APP_CANNOT_IMPUTE: ({
    modality,
    samples,
    lacks,
  }: {
    modality: string
    samples: string
    lacks: 'write' | 'fillMissing'
  }) =>
    `impute cannot fill ${samples}: ${
      lacks === 'write'
        ? `the modality ${modality} has no write, by which a file is written again with what was missing`
        : `the tokenizer of ${modality} has no fillMissing, which says what is missing in a sample`
    }. It fills tables of series (--modality timeseries), and kinds of data whose plugin has write and a tokenizer with fillMissing (docs/plugins.md); what a model ` +
    `makes of hidden parts of ${samples} is in the report of pretrain`,
  APP_FORECAST_PARTS: (fields: { part: string; rows: number; horizon: number; test: number }) =>
    `the part of the file ${fields.part} has ${fields.rows} rows with something before them, and a forecast takes ${fields.horizon}: ` +
    `give a larger --test than ${fields.test}, a shorter --horizon, or --test 0 to measure nothing`,
  APP_ANOMALY_SEVERAL: ({ modalities }: { modalities: readonly string[] }) =>
    `the model is of several modalities (${listed(modalities)}); anomaly takes one of one: pre-train it on that modality alone`,
  APP_ANOMALY_LEVEL: (fields: { level: number; count: number; least: number }) =>
    `no p can be as low as --level ${fields.level}: it is measured by ${fields.count} places of a kind, of which one in ${fields.count + 1} is ` +
    `${fields.least.toPrecision(2)}; give more --normal files, or a higher --level`,
  APP_MAP_POINTS: ({ count, least }: { count: number; least: number }) =>
    `a map shows what is near each other among ${least} samples or more, and these are ${count}; leave --report out`,
  APP_FOLDS: ({ of, what, count, folds }: { of: string; what: string; count: number; folds: number }) =>
    `${of} has ${count} ${what}, too few for --folds ${folds}, of which each is to test some: take at most ${count}, or more ${what}`,
  APP_CALIBRATION: ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be used: ${reason}; put the run's own file there, or remove it to have intervals calibrated anew`,
  APP_BOUND: ({ channel, reason }: { channel: string; reason: string }) =>
    `the bounds of channel ${quote(channel)} cannot be: ${reason}`,
  APP_METHOD_UNKNOWN: ({ name, known }: { name: string; known: readonly string[] }) =>
    `--methods takes baselines, and there is none called ${quote(name)}${didYouMean(name, known)}`,
  APP_NO_LABELS: (fields: { what: string; name: string; id: string; count: number; of: number; hint: string }) =>
    `${fields.what}: ${quote(fields.id)} has no label (${fields.count} of ${fields.of} ${fields.name} have none), and this ` +
    `needs one for each; ${fields.hint}`,
  APP_LABEL_SETS: ({ where, reason, wayOut }: { where: string; reason: string; wayOut: string }) =>
    `${where} cannot be: ${reason}; ${wayOut}`,
  APP_THRESHOLDS: ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be used: ${reason}; put the run's own file there, or remove it to decide by one half`,
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
  APP_IN_OTHER_SPLIT: (fields: { samples: number; name: string; what: string; options: string }) =>
    `all ${fields.samples} ${fields.name} for ${fields.what} are in the files of ${fields.options} too, by id, content or ` +
    'group, so that none is left: give other files',
  APP_GIVEN_TWICE: ({ path, options }: { path: string; options: readonly [string | null, string | null] }) => {
    const [first, second] = options.map((option) => option ?? 'the files to read')
    const where = first === second ? 'twice' : `in ${first} and in ${second}`
    return `${path} is given ${where}: its samples would count twice, or be in two parts; give it once`
  },
  APP_VALIDATION: ({ problem }: { problem: string }) => problem,
  APP_FILE_CHANGED: ({ file }: { file: string }) =>
    `${file} is not what it was when it was first read: leave the files alone while a command reads them, and start again`,
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
  APP_INPUT_OF_RANKS: (_: Record<string, never>) =>
    '- stands for standard input, which with --distributed only one rank would have: save it to a file that all ranks can read',
  APP_OUTPUT_IS_ONE: ({ out, files }: { out: string; files: number }) =>
    `--out ${shortened(out)} is one place for ${files} filled files: give a folder, or leave --out away to have each beside its own`,
  APP_SAME_OUTPUT: (fields: { file: string; other: string | null; out: string }) =>
    `${shortened(fields.file)} is filled into ${shortened(fields.out)}, which ${fields.other === null ? 'is to be filled too' : `${shortened(fields.other)} is filled into too`}: ` +
    'leave out what was filled before, give --out with another folder, or fill the files one by one',
  APP_OTHER_FORMAT: ({ file, format, out, asked }: Record<'file' | 'format' | 'out' | 'asked', string>) =>
    `${shortened(file)} is ${format}, and is written as ${format}, but ${shortened(out)} is called as ${asked}: give --out another ending`,
  APP_CANNOT_COMPRESS: ({ path, version }: { path: string; version: string }) =>
    `cannot write ${path}: zstd is written by Node 22.15 or newer, and this is ${version}; give a place whose name ends with .gz, or ` +
    'with neither, by --out',
  APP_DISTRIBUTED_MISSING: ({ reason }: { reason: string }) =>
    '--distributed needs the package @romae/distributed: npm install @romae/distributed (with npx: npx -p romae -p ' +
    `@romae/distributed romae …); loading it failed: ${reason}`,
  APP_RANK_FAILED: ({ rank, reason }: { rank: number; reason: string }) => `rank ${rank} failed: ${reason}`,
  APP_CANNOT_WRITE: ({ path, reason }: { path: string; reason: string }) => `cannot write ${path}: ${reason}`,

  APP_MODALITIES: ({ word, reason }: { word: string; reason: string }) =>
    `--modality ${quote(word)} cannot be one of several: ${shortened(reason)}; each is NAME=KIND or NAME=KIND,key=value, such as ` +
    'picture=image,column=photo',
  APP_ABLATION: ({ modalities, most }: { modalities: number; most: number }) =>
    `--ablation tries every subset of up to ${most} modalities, and there are ${modalities}: leave it out, and give tables without some columns`,
  APP_TABLE: ({ path, line, reason }: { path: string; line: number | null; reason: string }) =>
    `${shortened(path)}${line === null ? '' : `, line ${line}`}: this is no table of samples: ${shortened(reason, 500)}`,
  APP_TABLE_NO_COLUMN: (fields: { path: string; name: string; use: string; columns: readonly string[] }) =>
    `${shortened(fields.path)} has no column ${quote(fields.name)}, which is for ${fields.use}` +
    `${didYouMean(fields.name, fields.columns)}; it has ${listed(fields.columns)}`,
  APP_TABLE_CELL: (fields: { path: string; line: number; column: string; cell: string; reason: string }) =>
    `${shortened(fields.path)}, line ${fields.line}: ${quote(fields.column)} is ${quote(fields.cell)}: ${shortened(fields.reason, 500)}; ` +
    'mend the cell, or leave it empty where the sample lacks it',
  APP_TABLE_NOTHING: ({ path, line, modalities }: { path: string; line: number; modalities: readonly string[] }) =>
    `${shortened(path)}, line ${line}: the sample has none of ${listed(modalities)}; give it one, or leave the row out`,

  APP_NO_MODALITY: ({ given, reason }: { given: string; reason: string }) =>
    `--modality ${shortened(given)} cannot be used: ${shortened(reason, 2000)}`,
  APP_MODALITY_UNCERTAIN: (fields: {
    found: readonly (readonly [name: string, example: string])[]
    missing?: readonly string[]
  }) => {
    const { found, missing = [] } = fields
    const way = '--modality timeseries, image, audio, the name of a package, or a file such as ./mine.ts'
    const absent = missing.length === 0 ? '' : `; there is no file ${listed(missing)}`
    if (found.length === 0) return `nothing says what kind of data this is${absent}: give ${way}`
    const kinds = found.map(([name, example]) => `${name} (${shortened(example)})`).join(' and ')
    return `the files are of several kinds, ${kinds}: give those of one kind, or ${way}`
  },
  APP_MODALITY_UNKNOWN: (fields: { run: string; tokenizer: string; given?: string | null; missing?: boolean }) => {
    const { run, tokenizer, given = null, missing = false } = fields
    const model = `the model in ${shortened(run)} was made with the tokenizer ${quote(tokenizer)}, and`
    if (given === null) {
      return `${model} does not say of which package: give --modality with the package or the file that has it`
    }
    if (missing)
      return `${model} --modality ${shortened(given)}, which is not here: give --modality with where that file is`
    return `${model} --modality ${shortened(given)}: give that if you trust it. A model may come from a stranger, so that it is not imported by itself`
  },
  APP_MODALITY_NOT_IN_PROJECT: ({ name, project }: { name: string; project: string | null }) =>
    `the model was made by the package ${quote(name)}, on which ${project ?? 'no package.json here'} does not depend. A model may ` +
    `come from a stranger, so that what it names is not imported by itself: npm install ${shortened(name)} if you trust it, or give ` +
    `--modality ${shortened(name)}`,
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
