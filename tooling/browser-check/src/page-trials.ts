import { timeseries } from '@romae/timeseries/modality'
import {
  type BrowserFolder,
  type DirectoryHandle,
  exportOnnx,
  finetune,
  folderStorage,
  loadModel,
  modelFromZip,
  modelToZip,
  pretrain,
  restoreTokenizer,
  runToEnd,
  saveModel,
} from '@romae/trainer/browser'
import { waves } from './page-journey.ts'
import { fromBase64, type KeptModel, kept, savingData } from './page-saving.ts'

/** What a page does that needs a browser of its own, or much time. */
export const pageTrials = {
  /** Fine-tunes a model, or goes on. @returns the steps that were made, and the checksums of the newest checkpoint */
  async finetune({ zip, folder, stopAt }: { readonly zip: string; readonly folder: string; readonly stopAt?: number }) {
    const controller = new AbortController()
    const { signal } = controller
    const samples = waves()
    const training = {
      steps: 8,
      batchSize: 4,
      checkpointFolder: folder,
      checkpointEvery: 2,
      resume: 'auto',
      signal,
    } as const
    // The tokenizer that the model was made with: another engine’s sine has other last digits.
    const pretrained = restoreTokenizer(await modelFromZip(fromBase64(zip)), [timeseries])
    const { tokenizer } = pretrained
    const made: number[] = []
    const labels = samples.map((_, place) => ['even', 'odd'][place % 2]!)
    await runToEnd(finetune({ pretrained, tokenizer, samples, labels, training }), (event) => {
      if (event.type !== 'step') return
      made.push(event.step)
      if (event.step === stopAt) controller.abort()
    })
    return { made, sums: await sumsOf(folder) }
  },

  /** The graphs of a model’s parts, as checksums. */
  async exported(zip: string): Promise<readonly string[]> {
    const model = await modelFromZip(fromBase64(zip))
    return Promise.all((['encoder', 'imputer'] as const).map((part) => checksum(exportOnnx(model, part))))
  },

  /** The model beside the page, on its server. */
  async fromUrl(folder: string): Promise<KeptModel> {
    return kept(
      await loadModel(new URL(folder, (globalThis as unknown as { location: { href: string } }).location.href)),
    )
  },

  /** Trains and saves in a folder as one that its user has picked: by its handle. */
  async picked() {
    const folder = await (await originFolder()).getDirectoryHandle('picked', { create: true })
    const runs = await folder.getDirectoryHandle('runs', { create: true })
    const training = { steps: 4, batchSize: 4, checkpointFolder: runs, checkpointEvery: 2, resume: 'auto' } as const
    const model = await runToEnd(pretrain({ ...savingData(), training }))
    const models = await folder.getDirectoryHandle('models', { create: true })
    await saveModel(models, model)
    const names: string[] = []
    for await (const name of models.keys()) names.push(name)
    const [ofRun, saved] = [await kept(await loadModel(runs)), await kept(await loadModel(models))]
    return { names: names.sort(), isSame: ofRun.zip === saved.zip, sums: await sumsOf(runs) }
  },

  /** A page without storage: it trains, and gives its model away. @returns codes of what it cannot do, and the size of the archive */
  async withoutStorage() {
    const training = { steps: 2, batchSize: 4 }
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'none',
        (error: { readonly code?: string }) => error.code ?? String(error),
      )
    const model = await runToEnd(pretrain({ ...savingData(), training }))
    return {
      run: await code(
        runToEnd(pretrain({ ...savingData(), training: { ...training, checkpointFolder: 'runs/none' } })),
      ),
      save: await code(saveModel('models/none', model)),
      load: await code(loadModel('models/none')),
      archive: modelToZip(model).length,
    }
  },

  /** Trains for a while. @returns steps a second, whether the tab was hidden all the time, and timers of 1 ms that fired in a second */
  async pace(milliseconds: number) {
    const { document } = globalThis as unknown as { document: { readonly hidden: boolean } }
    let timers = 0
    const timer = setInterval(() => (timers += 1), 1)
    const start = performance.now()
    let steps = 0
    let hidden = 0
    for await (const event of pretrain({ ...savingData(), training: { steps: 100_000, batchSize: 4 } })) {
      if (event.type !== 'step') continue
      steps += 1
      hidden += Number(document.hidden)
      if (performance.now() - start > milliseconds) break
    }
    clearInterval(timer)
    const seconds = (performance.now() - start) / 1000
    return { steps: steps / seconds, hidden: hidden / steps, timers: timers / seconds }
  },

  /** Writes files until the browser has no more room for this site. @returns how many bytes they have */
  async fill(): Promise<number> {
    const folder = await (await originFolder()).getDirectoryHandle('filler', { create: true })
    let bytes = 0
    for (let size = 2 ** 23, file = 0; size >= 2 ** 12; file++) {
      const writable = await (await folder.getFileHandle(`${file}`, { create: true })).createWritable!()
      try {
        await writable.write(new Uint8Array(size))
        await writable.close()
        bytes += size
      } catch {
        await writable.abort().catch(() => {})
        size /= 4
      }
    }
    return bytes
  },
  async makeRoom(): Promise<void> {
    await (await originFolder()).removeEntry('filler', { recursive: true })
  },

  /** A training from its start to its end. */
  async training(steps: number): Promise<void> {
    await runToEnd(pretrain({ ...savingData(), training: { steps, batchSize: 4 } }))
  },
}

function originFolder(): Promise<DirectoryHandle> {
  const { navigator } = globalThis as unknown as {
    navigator: { storage: { getDirectory(): Promise<DirectoryHandle> } }
  }
  return navigator.storage.getDirectory()
}

async function sumsOf(folder: BrowserFolder): Promise<string> {
  const storage = folderStorage(folder)
  const newest = [...(await storage.list())].sort().at(-1)!
  return new TextDecoder().decode((await storage.read(newest, 'SHA256SUMS'))!)
}

async function checksum(bytes: Uint8Array): Promise<string> {
  const { crypto } = globalThis as unknown as {
    crypto: { subtle: { digest(name: string, data: Uint8Array): Promise<ArrayBuffer> } }
  }
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16)).join('')
}
