import { closeDevice, openCamera, pictureOf, recordSound } from './devices.ts'
import { element, say, show } from './elements.ts'
import type { MediaKind } from './media-kind.ts'
import { showProblem } from './problem-view.ts'

const button = (id: string) => element<HTMLButtonElement>(id)

let camera: MediaStream | null = null

/** Lets single files be tried: chosen, seen by the camera or heard by the microphone; or, of a model that was opened, several. */
export function showTry(kind: MediaKind, isSeveral: boolean): void {
  const chosen = element<HTMLInputElement>('try-file')
  chosen.accept = kind === 'image' ? 'image/*' : '.wav,audio/wav'
  chosen.multiple = isSeveral
  element('try-text').textContent = isSeveral
    ? 'Choose a file, or several for a map of them'
    : 'Choose a file that it has not seen'
  show('camera', kind === 'image')
  show('microphone', kind === 'audio')
  show('try')
}

export function hideTry(): void {
  closeCamera()
  show('try', false)
}

/** Calls back with files that are to be tried; of a camera or a microphone they come one by one. */
export function onTry(take: (files: readonly File[]) => unknown): void {
  const tell = (file: File) => take([file])
  const chosen = element<HTMLInputElement>('try-file')
  chosen.addEventListener('change', () => {
    take([...(chosen.files ?? [])])
    chosen.value = ''
  })
  button('camera').addEventListener('click', () => {
    if (camera !== null) closeCamera()
    else showCamera().catch((error: unknown) => showProblem('There is no picture of the camera', error))
  })
  button('snap').addEventListener('click', () => {
    const taken = pictureOf(element<HTMLVideoElement>('viewfinder'))
    taken.then(tell, (error: unknown) => showProblem('The picture could not be taken', error))
  })
  button('microphone').addEventListener('click', () => {
    listen(tell).catch((error: unknown) => showProblem('Nothing could be recorded', error))
  })
}

async function showCamera(): Promise<void> {
  const opened = await openCamera()
  // Something else may have been taken meanwhile.
  if (camera !== null || element('try').hidden) {
    closeDevice(opened)
    return
  }
  camera = opened
  const video = element<HTMLVideoElement>('viewfinder')
  video.srcObject = opened
  button('camera').textContent = 'Close the camera'
  show('seen')
  await video.play().catch((error: unknown) => {
    // It was closed before its first picture.
    if (camera === opened) throw error
  })
}

function closeCamera(): void {
  if (camera !== null) closeDevice(camera)
  camera = null
  element<HTMLVideoElement>('viewfinder').srcObject = null
  button('camera').textContent = 'Use the camera'
  show('seen', false)
}

async function listen(tell: (file: File) => unknown): Promise<void> {
  const microphone = button('microphone')
  microphone.disabled = true
  try {
    const file = await recordSound(() => {
      microphone.textContent = 'Listening …'
      say('Listening for two seconds')
    })
    // Something else may have been taken meanwhile.
    if (element('try').hidden) return
    say('Recorded')
    tell(file)
  } finally {
    microphone.disabled = false
    microphone.textContent = 'Record two seconds'
  }
}
