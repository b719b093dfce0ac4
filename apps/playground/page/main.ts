import { Desk } from './desk.ts'
import { element, show } from './elements.ts'
import { isolate } from './isolation.ts'
import { keptWork } from './kept-work.ts'
import { mediaOf, type PlacedFile } from './media-kind.ts'
import { showModel } from './model-view.ts'
import { showProblem } from './problem-view.ts'
import { fileOfPage, SAMPLE } from './sample.ts'
import { type Linked, readLink, type TableSettings, usualSettings } from './settings.ts'
import { shapeFiles } from './shapes.ts'
import { share } from './share-view.ts'
import { soundFiles } from './sounds.ts'
import { chosenRoles } from './table-view.ts'
import { droppedFiles, isMedia, pickedFiles } from './taken-files.ts'
import { chosenTask, onTask, showTask } from './task-view.ts'
import { onTry } from './try-view.ts'
import { isOfMedia, mediaWork, type TableWork, type Work } from './work.ts'

const desk = new Desk()
const { classes, training } = desk
const newRun = () => `run-${Date.now().toString(36)}`
const failed = (title: string) => (error: unknown) => showProblem(title, error)

/** What the next table is taken with. */
let next: TableSettings = usualSettings
/** What takes the place of training. */
let model: File | null = null

/** The table that is worked on, if it is one. */
function table(): TableWork | null {
  const { work } = desk
  return work === null || isOfMedia(work) ? null : work
}

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
  // One picture is for what has been learned from others, and many are for a model that was opened.
  if (classes.isThere && files.length === 1) return classes.tell(first.file)
  if (classes.isOpened) return classes.map(mediaOf(files).files)
  model = null
  await desk.take(mediaWork(files, newRun()))
}

async function begin(file: File): Promise<void> {
  if (/\.zip$/i.test(file.name)) return useModel(file)
  const settings = next
  // Columns are those of one file.
  next = { ...settings, roles: null }
  await desk.take({ file, settings, model, run: newRun() })
}

async function useModel(file: File): Promise<void> {
  try {
    const description = await desk.open(file)
    model = description.task === 'tell' ? null : file
    if (description.task !== 'tell') next = { ...next, task: description.task }
    showTask(next, model !== null)
  } catch (error) {
    showProblem(`${file.name} could not be opened`, error)
  }
}

/** The next table is trained on again. */
function putModelAway(): void {
  model = null
  desk.close()
  showModel(null)
  showTask(next, false)
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
onTry((files) => {
  const [first] = files
  if (first === undefined) return
  return files.length === 1 ? classes.tell(first) : classes.map(files.map((file) => ({ file, path: file.name })))
})
element('map-button').addEventListener('click', () => void classes.map(null))
const takeSample = async () => begin(await fileOfPage(SAMPLE))
element('sample').addEventListener('click', () => {
  takeSample().catch(failed('The sample could not be loaded'))
})
element('shapes').addEventListener('click', () => {
  shapeFiles().then(takeAll).catch(failed('The sample could not be drawn'))
})
element('sounds').addEventListener('click', () => {
  soundFiles().then(takeAll).catch(failed('The sample could not be made'))
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

/** The same table once more, with other settings. */
async function retake(settings: Partial<TableSettings>): Promise<void> {
  const work = table()
  if (work !== null) await desk.take({ ...work, settings: { ...work.settings, ...settings }, run: newRun() })
}

onTask(() => {
  const chosen = chosenTask()
  if (chosen === null) return
  next = { ...next, ...chosen }
  void retake(chosen)
})
element('pause').addEventListener('click', () => training.toggle())
element('undo-button').addEventListener('click', () => void desk.back())
element('again').addEventListener('click', () => {
  const roles = chosenRoles()
  if (roles === null) showProblem('No column has the times', new Error('Say which column has the times.'))
  else void retake({ roles })
})
element('share-button').addEventListener('click', () => {
  const work = table()
  if (work !== null) void share({ ...work.settings, roles: desk.tables.roles }, work.file.name === SAMPLE)
})
element('model-away').addEventListener('click', putModelAway)
element('forget').addEventListener('click', () => {
  desk.forget().catch(failed('What is kept could not be removed from this browser'))
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

/** Goes on with what was worked on before the page was loaded. */
async function goOn(kept: Work): Promise<void> {
  if (!isOfMedia(kept)) {
    next = { ...kept.settings, roles: null }
    if (kept.model !== null) await useModel(kept.model)
  }
  await desk.take(kept)
}

await isolate()
training.warm()
const link = linked()
const kept = link === null ? await keptWork() : null
if (link !== null) await follow(link).catch(failed('What the link leads to could not be loaded'))
else if (kept !== null && desk.work === null) await goOn(kept)
