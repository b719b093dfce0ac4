import { lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { App } from '../app.ts'
import type { Case, Workplace } from '../case.ts'

/** A command, and the files that it writes, below the folder in which it is typed; those of a model apart. */
interface Writing {
  readonly app: App
  readonly words: readonly string[]
  readonly files: readonly string[]
}

/** Parses as a list without rows, where a command reads what it is going to replace. */
const precious = '[]\n'

const table = [
  'id,t,v,label',
  ...Array.from({ length: 80 }, (_, row) => {
    const series = row % 8
    return `s${series},${row},${row % 7 === 3 ? '' : Math.sin(row / (2 + (series % 2)))},${series % 2 ? 'slow' : 'fast'}`
  }),
]
const columns = ['--time', 't', '--id', 'id', '--label', 'label']
const quick = (stage: string) => ['--preset', 'smoke', '--set', `${stage}.steps=2`, '--set', `${stage}.warmupSteps=0`]
const inside = (folder: string, names: readonly string[]) => names.map((name) => `${folder}/${name}`)

const logFiles = ['config.json', 'plan.json', 'environment.json', 'metrics.jsonl']
const runFiles = [...logFiles, 'report.html', 'results.json']
const modelFiles = ['model.safetensors', 'model_config.json', 'romae.json', 'experiment.json']

const impute: Writing = {
  app: 'timeseries',
  words: ['impute', 'in.csv', '--time', 't', '--id', 'id', '--value', 'v', '--steps', '2', '--folder', 'run'],
  files: ['in.filled.csv', ...inside('run', [...logFiles, 'report.html'])],
}
const pretrain: Writing = {
  app: 'timeseries',
  words: ['pretrain', 'in.csv', ...columns, ...quick('pretraining'), '--out', 'run'],
  files: inside('run', runFiles),
}
const benchmark: Writing = {
  app: 'timeseries',
  words: ['spirals', ...quick('pretraining'), '--out', 'run', '--results', 'results'],
  files: [...inside('run', runFiles), 'results/spirals.json', 'results/spirals.md'],
}
const quickstart: Writing = {
  app: 'quickstart',
  words: ['--set', 'steps=1', '--set', 'models=2'],
  files: [
    ...inside('runs/quickstart', ['report.html', 'results.json']),
    ...['seed-1', 'seed-2'].flatMap((model) => inside(`runs/quickstart/${model}`, logFiles)),
  ],
}
const finetune: Writing = {
  app: 'timeseries',
  words: ['finetune', 'in.csv', ...columns, ...quick('finetuning'), '--out', 'run'],
  files: inside('run', runFiles),
}
const using = (name: string, out: string, files: readonly string[]): Writing => ({
  app: 'timeseries',
  words: [name, 'in.csv', ...columns, '--model', 'run', '--out', out],
  files,
})

/** Puts a link to a victim in the place of each file. @returns a look at whether it is as it was */
async function plant(folder: string, files: readonly string[]): Promise<() => Promise<void>> {
  const victim = path.join(folder, 'victim')
  await writeFile(victim, precious)
  for (const file of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await rm(path.join(folder, file), { force: true })
    await symlink(victim, path.join(folder, file))
  }
  return async () => {
    const after = await readFile(victim, 'utf8')
    if (after !== precious) throw new Error(`${JSON.stringify(after.slice(0, 60))} was written through a link`)
  }
}

/** Runs commands with links in the place of all files that they write: they have to write them all, and through none. */
async function tryLinks({ folder, run }: Workplace, ...commands: readonly Writing[]): Promise<number> {
  await writeFile(path.join(folder, 'in.csv'), `${table.join('\n')}\n`)
  const files = commands.flatMap((command) => command.files)
  const checkVictim = await plant(folder, files)
  for (const { app, words } of commands) {
    const { code, stderr } = await run(app, ...words)
    await checkVictim()
    if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${stderr.trim()}`)
  }
  for (const file of files) {
    if (!(await lstat(path.join(folder, file))).isFile()) throw new Error(`${file} is not in the place of its link`)
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const others = entries.filter(({ name, parentPath }) => {
    const file = path.relative(folder, path.join(parentPath, name))
    return !['in.csv', 'victim', ...files].includes(file) && path.basename(parentPath) !== 'checkpoint'
  })
  const unknown = others.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  if (unknown.length > 0) throw new Error(`it also writes ${unknown.join(', ')}: put links there, too`)
  return files.length
}

/** Everything in a folder, with the contents of files. */
async function contentsOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const read = async (file: string) => [file, await readFile(file, 'utf8').catch(() => null)]
  return JSON.stringify(await Promise.all(entries.map(({ parentPath, name }) => read(path.join(parentPath, name)))))
}

const allNames = (name: string, ...commands: readonly Writing[]): Case => ({
  name: `${name} through no link at any name that is written`,
  try: async (place) => `${await tryLinks(place, ...commands)} names`,
})

/** Symbolic links that somebody has put where commands write. */
export const linkCases: readonly Case[] = [
  allNames('impute writes', impute),
  allNames('a benchmark writes', benchmark),
  allNames('the quickstart writes', quickstart),
  allNames(
    'finetune, evaluate, classify and embed write',
    finetune,
    using('evaluate', 'evaluated', inside('evaluated', ['report.html', 'results.json'])),
    using('classify', 'classes.csv', ['classes.csv']),
    using('embed', 'embeddings.csv', ['embeddings.csv']),
  ),
  {
    name: 'pretrain writes through no link at any name, those of the model that it replaces among them',
    async try(place) {
      const { folder, run } = place
      await tryLinks(place, pretrain)
      const files = [...pretrain.files, ...inside('run/checkpoint', modelFiles)]
      const checkVictim = await plant(folder, files)
      // Whether this is refused or not.
      await run('timeseries', ...pretrain.words)
      await checkVictim()
      return `${files.length} names`
    },
  },
  {
    name: 'a run writes through no link that has the name of one of its folders',
    async try({ folder, run }) {
      await writeFile(path.join(folder, 'in.csv'), `${table.join('\n')}\n`)
      const own = { checkpoint: [], training: [], 'seed-1': ['--seeds', '2'] }
      for (const [name, more] of Object.entries(own)) {
        const victim = path.join(folder, `victim of ${name}`)
        await mkdir(victim)
        if (name !== 'training') await writeFile(path.join(victim, 'romae.json'), precious)
        await mkdir(path.join(folder, name))
        await symlink(victim, path.join(folder, name, name))
        const before = await contentsOf(victim)
        await run('timeseries', 'pretrain', 'in.csv', ...columns, ...quick('pretraining'), '--out', name, ...more)
        if ((await contentsOf(victim)) !== before) throw new Error(`it wrote through the link ${name}/${name}`)
      }
      return undefined
    },
  },
]
