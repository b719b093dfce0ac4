import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fetchDataset } from '@romae/datasets'
import type { Case, Workplace } from '../case.ts'
import type { CommandResult } from '../command.ts'
import { copyRun, keptData } from '../kept-run.ts'
import { quickly, seriesColumns, seriesTable } from '../series-table.ts'

/** Puts files of somebody into a folder. @returns a look at whether all are as they were */
async function plant(folder: string, files: readonly string[]): Promise<() => Promise<void>> {
  const paths = files.map((file) => path.join(folder, file))
  for (const file of paths) {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, 'mine')
  }
  return async () => {
    for (const file of paths) {
      const contents = await readFile(file, 'utf8').catch(() => 'gone')
      if (contents !== 'mine')
        throw new Error(`${path.relative(folder, file)} was there, and is ${contents.slice(0, 60)}`)
    }
  }
}

function pretrain({ run }: Workplace, ...more: readonly string[]): Promise<CommandResult> {
  return run('timeseries', 'pretrain', 'in.csv', ...seriesColumns, ...quickly('pretraining'), '--out', 'run', ...more)
}

/** A typed refusal that names everything, before anything was trained. */
function requireRefusal({ code, stdout, stderr }: CommandResult, error: string, named: readonly string[]): void {
  if (code !== 1 || !stderr.includes(`[${error}]`)) throw new Error(`exit code ${code}: ${stderr.slice(0, 300)}`)
  const missing = named.find((name) => !stderr.includes(name))
  if (missing !== undefined) throw new Error(`it does not name ${missing}: ${stderr}`)
  if (/loss/.test(stdout)) throw new Error(`it trained first: ${stdout}`)
}

/** Tries a command with foreign files at these names: it has to refuse, and to leave them. */
function refused(name: string, files: readonly string[], ...more: readonly string[]): Case {
  return {
    name,
    async try(place) {
      const { folder } = place
      await writeFile(path.join(folder, 'in.csv'), seriesTable)
      const look = await plant(path.join(folder, 'run'), files)
      const result = await pretrain(place, ...more)
      await look()
      const named = files.map((file) => path.join(folder, 'run', file.replace(/\/sub\/.*/, '/sub')))
      requireRefusal(result, 'APP_FOREIGN_FILES', named)
      return `${files.length} names`
    },
  }
}

const checkpoints = ['step-00000001/weights.pt', 'step-00000002/sub/weights.pt', 'notes.txt', 'step-00000003.writing/x']

/** What commands remove and replace: only what is theirs. */
export const runFolderCases: readonly Case[] = [
  refused('--out removes no foreign files', [
    'checkpoint/sub/my-weights.pt',
    'checkpoint/notes.txt',
    ...checkpoints.map((file) => `training/${file}`),
  ]),
  refused(
    '--overwrite removes no foreign files',
    checkpoints.map((file) => `training/${file}`),
    '--overwrite',
  ),
  refused('files of others that have the names of a run’s are not replaced', [
    'config.json',
    'plan.json',
    'environment.json',
    'metrics.jsonl',
    'report.html',
    'results.json',
  ]),
  refused(
    'the folder of a second seed is looked at before the first is trained',
    ['seed-2/checkpoint/a'],
    '--seeds',
    '2',
  ),
  {
    name: '--overwrite removes nothing through a link at training',
    async try(place) {
      const { folder } = place
      await writeFile(path.join(folder, 'in.csv'), seriesTable)
      const victim = path.join(folder, 'victim')
      const look = await plant(victim, ['step-00000001/run.json', 'step-00000001/SHA256SUMS', 'weights.pt'])
      const link = path.join(folder, 'run', 'training')
      await mkdir(path.dirname(link))
      await symlink(victim, link)
      const result = await pretrain(place, '--overwrite')
      await look()
      requireRefusal(result, 'APP_LINKED_FOLDER', [link])
      return undefined
    },
  },
  {
    name: 'a run that replaces another leaves what lies beside',
    async try(place) {
      const { folder } = place
      await writeFile(path.join(folder, 'in.csv'), seriesTable)
      const beside = [
        'notes.txt',
        'checkpoint.old/model.safetensors',
        'training-data/a.csv',
        'seed-1/mine.csv',
        '.lock.txt',
      ]
      const look = await plant(path.join(folder, 'run'), beside)
      for (const time of ['first', 'second']) {
        const { code, stderr } = await pretrain(place)
        await look()
        if (code !== 0) throw new Error(`the ${time} run ended with ${code}: ${stderr}`)
      }
      const names = (await readdir(path.join(folder, 'run'))).sort()
      const left = names.filter((name) => name === 'training' || name === '.lock' || name.startsWith('.lock.j'))
      if (left.length > 0) throw new Error(`it left ${left.join(', ')}`)
      return undefined
    },
  },
  {
    name: 'evaluate replaces no foreign report and no foreign results',
    async try({ folder, run }) {
      const model = await copyRun('series-classify', folder)
      const look = await plant(path.join(folder, 'out'), ['report.html', 'results.json'])
      const result = await run('timeseries', 'evaluate', keptData('waves.csv'), '--model', model, '--out', 'out')
      await look()
      requireRefusal(result, 'APP_FOREIGN_FILES', ['report.html', 'results.json'])
      return undefined
    },
  },
  {
    name: '--results adds to no foreign page or list',
    async try({ folder, run }) {
      for (const name of ['spirals.json', 'spirals.md']) {
        const look = await plant(path.join(folder, name), [name])
        const words = ['spirals', ...quickly('pretraining'), '--out', `run-${name}`, '--results', name]
        const result = await run('timeseries', ...words)
        await look()
        requireRefusal(result, 'APP_NOT_RESULTS', [name])
      }
      return undefined
    },
  },
  {
    name: 'a foreign folder in the cache of data sets is refused before anything is downloaded',
    async try({ folder }) {
      const set = path.join(folder, 'cache', 'uea', 'Heartbeat')
      const look = await plant(set, ['data/mine.ts', 'unpacking/mine.ts', 'downloads/mine.zip'])
      const code = await fetchDataset('uea/Heartbeat', { cacheDir: path.join(folder, 'cache') }).then(
        () => 'downloaded',
        (error: { code?: string }) => error.code,
      )
      await look()
      if (code !== 'DATASETS_FOREIGN_FILES') throw new Error(String(code))
      return undefined
    },
  },
]
