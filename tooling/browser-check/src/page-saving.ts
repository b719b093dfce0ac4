import { observationTokenizer } from '@romae/timeseries'
import { timeseries } from '@romae/timeseries/modality'
import {
  type DirectoryHandle,
  embed,
  folderStorage,
  loadModel,
  modelFromZip,
  modelToZip,
  pretrain,
  type RomaeModel,
  restoreTokenizer,
  runToEnd,
  saveModel,
} from '@romae/trainer/browser'
import { type PageCrashes, pageCrashes } from './page-crashes.ts'
import { waves } from './page-journey.ts'

/** A run in a folder of the browser. */
export interface KeptRunOptions {
  readonly folder: string
  readonly steps: number
  readonly checkpointEvery: number
  /** Stops after this step, as a user would. */
  readonly stopAt?: number
  /** Waits for ever after this step, and keeps the folder. */
  readonly holdAt?: number
}

/** What a page does with the storage of its browser. */
export interface PageSaving {
  /** The step that the run of this tab has made last. */
  step: number
  /** Trains, or goes on. @returns the steps that were made */
  train(options: KeptRunOptions): Promise<readonly number[]>
  /** The same, with the code of the error that it ends with; null where it ends well. */
  codeOf(options: KeptRunOptions): Promise<string | null>
  /** The names of the checkpoints in a folder, and the checksums of all files of the newest. */
  sums(folder: string): Promise<{ readonly names: readonly string[]; readonly sums: string }>
  /** Keeps the model of a run under a name; what it is when it is read again, and as an archive. */
  keep(folder: string, name: string): Promise<KeptModel>
  /** Ends the replacing of checkpoints and models at every change of a file. */
  crashes(zips: readonly [string, string]): Promise<PageCrashes>
  /** Takes the browser's private files away from this page, as in a browser that has none. */
  hidePrivateFiles(): void
  /** Reads an archive that somebody else has made. */
  use(zip: string): Promise<KeptModel>
}

/** A model as numbers and as a file. */
export interface KeptModel {
  readonly embedding: readonly number[]
  /** An archive, in base64. */
  readonly zip: string
}

export const pageSaving: PageSaving = {
  step: 0,
  async train({ folder, steps, checkpointEvery, stopAt, holdAt }) {
    const controller = new AbortController()
    const made: number[] = []
    const { signal } = controller
    const training = { steps, batchSize: 4, checkpointFolder: folder, checkpointEvery, resume: 'auto', signal } as const
    await runToEnd(pretrain({ ...savingData(), training }), (event) => {
      if (event.type !== 'step') return null
      pageSaving.step = event.step
      made.push(event.step)
      if (event.step === stopAt) controller.abort()
      return event.step === holdAt ? new Promise(() => {}) : null
    })
    return made
  },
  async codeOf(options) {
    try {
      await pageSaving.train(options)
      return null
    } catch (error) {
      return (error as { readonly code?: string }).code ?? String(error)
    }
  },
  async sums(folder) {
    const storage = folderStorage(folder)
    const names = await storage.list()
    const sums = await storage.read([...names].sort().at(-1)!, 'SHA256SUMS')
    return { names, sums: new TextDecoder().decode(sums!) }
  },
  async keep(folder, name) {
    await saveModel(name, await loadModel(folder))
    return kept(await loadModel(name))
  },
  async crashes(zips) {
    const [first, second] = await Promise.all(zips.map((zip) => modelFromZip(fromBase64(zip))))
    return pageCrashes(await (globalThis as unknown as WithFiles).navigator.storage.getDirectory(), first!, second!)
  },
  hidePrivateFiles() {
    Object.defineProperty((globalThis as unknown as WithFiles).navigator.storage, 'getDirectory', { value: undefined })
  },
  use: async (zip) => kept(await loadModel(new Blob([fromBase64(zip)]))),
}

interface WithFiles {
  readonly navigator: { readonly storage: { getDirectory(): Promise<DirectoryHandle> } }
}

/** What is trained here and there. */
export function savingData() {
  const samples = waves()
  return { samples, tokenizer: observationTokenizer.fit(samples) }
}

/** What a model says of a series, and its archive. */
export async function kept(model: RomaeModel): Promise<KeptModel> {
  const [embedding] = await embed(restoreTokenizer(model, [timeseries]), waves().slice(0, 1))
  return { embedding: [...embedding!], zip: toBase64(modelToZip(model)) }
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
