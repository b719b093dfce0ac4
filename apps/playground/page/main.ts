import { Classifier } from './classifier.ts'
import { connect } from './connect.ts'
import { element, say, show } from './elements.ts'
import { isolate } from './isolation.ts'
import { forgetWork, keptWork } from './kept-file.ts'
import type { PlacedFile } from './media-kind.ts'
import type { ModelDescription } from './messages.ts'
import { showModel } from './model-view.ts'
import { Playground } from './playground.ts'
import { showProblem } from './problem-view.ts'
import { fileOfPage, SAMPLE } from './sample.ts'
import { type Linked, readLink, type TableSettings, usualSettings } from './settings.ts'
import { shapeFiles } from './shapes.ts'
import { share } from './share-view.ts'
import { chosenRoles } from './table-view.ts'
import { droppedFiles, isMedia, pickedFiles } from './taken-files.ts'
import { chosenTask, onTask, showTask } from './task-view.ts'

const playground = new Playground()
const classifier = new Classifier()
const newRun = () => `run-${Date.now().toString(36)}`
const failed = (title: string) => (error: unknown) => showProblem(title, error)

/** What the next table is taken with. */
let next: TableSettings = usualSettings
/** What takes the place of training. */
let model: File | null = null

/** Takes whatever it is: folders of pictures or sounds, a model, a table. */
async function takeAll(files: readonly PlacedFile[]): Promise<void> {
  const [first] = files
  if (first === undefined) return
  show('linked', false)
  if (!isMedia(files)) {
    if (files.length === 1) return begin(first.file)
    const ways = 'Take one table, one model, or a folder that holds a folder of pictures or WAV files for each class.'
    showProblem(`These are ${files.length} files`, new Error(ways))
    return
  }
  // One picture is for what has been learned from others.
  if (classifier.isThere && files.length === 1) return classifier.tell(first.file)
  playground.close()
  showModel(null)
  await classifier.take(files, newRun())
}

async function begin(file: File): Promise<void> {
  classifier.close()
  if (/\.zip$/i.test(file.name)) return useModel(file)
  const settings = next
  // Columns are those of one file.
  next = { ...settings, roles: null }
  await playground.take({ file, settings, model, run: newRun() })
}

async function useModel(file: File | null): Promise<void> {
  const connection = file === null ? null : connect()
  let description: ModelDescription | null = null
  try {
    if (file !== null) description = await connection!.call('open', file)
  } catch (error) {
    connection?.close()
    showProblem(`${file!.name} could not be opened`, error)
    return
  }
  playground.close()
  showModel(description)
  if (description?.task === 'tell') {
    model = null
    // Its worker has the model.
    classifier.use(connection!, description.kind)
    say('The model is open: take a file for it')
    return
  }
  connection?.close()
  model = file
  next = { ...next, ...(description !== null && { task: description.task }) }
  showTask(next, description !== null)
  say(description === null ? '' : 'The model is open: take a table for it')
}

const input = element<HTMLInputElement>('file')
input.addEventListener('change', () => {
  const files = pickedFiles(input.files)
  void takeAll(files)
  // The same file may be taken once more.
  input.value = ''
})
const folder = element<HTMLInputElement>('folder')
folder.addEventListener('change', () => {
  void takeAll(pickedFiles(folder.files))
  folder.value = ''
})
const tried = element<HTMLInputElement>('try-file')
tried.addEventListener('change', () => {
  const [file] = tried.files ?? []
  if (file !== undefined) void classifier.tell(file)
  tried.value = ''
})
const takeSample = async () => begin(await fileOfPage(SAMPLE))
element('sample').addEventListener('click', () => {
  takeSample().catch(failed('The sample could not be loaded'))
})
element('shapes').addEventListener('click', () => {
  shapeFiles().then(takeAll).catch(failed('The sample could not be drawn'))
})

const drop = element('drop')
// A file that falls beside the frame is taken, too, and not opened by the browser.
for (const type of ['dragover', 'drop'] as const) document.addEventListener(type, (event) => event.preventDefault())
document.addEventListener('dragover', () => drop.classList.add('over'))
document.addEventListener('dragleave', () => drop.classList.remove('over'))
document.addEventListener('drop', ({ dataTransfer }) => {
  drop.classList.remove('over')
  if (dataTransfer !== null) droppedFiles(dataTransfer).then(takeAll).catch(failed('The folder could not be read'))
})

onTask(() => {
  const chosen = chosenTask()
  if (chosen === null) return
  next = { ...next, ...chosen }
  const { work } = playground
  if (work === null) return
  void playground.take({ ...work, settings: { ...work.settings, ...chosen }, run: newRun() })
})
element('pause').addEventListener('click', () => (classifier.isThere ? classifier : playground).toggle())
element('undo-button').addEventListener('click', () => void playground.back())
element('again').addEventListener('click', () => {
  const roles = chosenRoles()
  const { work } = playground
  if (roles === null) showProblem('No column has the times', new Error('Say which column has the times.'))
  else if (work !== null) void playground.take({ ...work, settings: { ...work.settings, roles }, run: newRun() })
})
element('share-button').addEventListener('click', () => {
  const { work, roles } = playground
  if (work !== null) void share({ ...work.settings, roles }, work.file.name === SAMPLE)
})
element('model-away').addEventListener('click', () => {
  classifier.close()
  void useModel(null)
})
element('forget').addEventListener('click', () => {
  playground.close()
  forgetWork().catch(failed('The file could not be removed from this browser'))
})

/** Begins with what a link says, which then is gone from the address, so that loading the page again goes on. */
async function follow({ settings, isSample, model: address }: Linked): Promise<void> {
  history.replaceState(null, '', document.location.pathname + document.location.search)
  next = settings
  showTask(settings, false)
  if (address !== null) await useModel(await fileOfPage(address))
  if (isSample) await takeSample()
  else if (address === null) {
    show('linked')
    const { roles } = settings
    const columns = roles === null ? '' : `, with times in the column “${roles.time}”`
    element('linked').textContent =
      `The link says how a table is ${settings.task === 'fill' ? 'filled' : `forecast by ${settings.rows} rows`}${columns}. Take a table for it.`
  }
}

function linked(): Linked | null {
  try {
    return readLink(document.location.hash)
  } catch (error) {
    showProblem('The link could not be read', error)
    return null
  }
}

await isolate()
playground.warm()
const link = linked()
const kept = link === null ? await keptWork() : null
if (link !== null) await follow(link).catch(failed('What the link leads to could not be loaded'))
else if (kept !== null && playground.work === null) {
  next = { ...kept.settings, roles: null }
  if (kept.model !== null) await useModel(kept.model)
  await playground.take(kept)
}
