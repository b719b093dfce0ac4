import { wavFiles } from './wav-files.ts'

/** Of a sound that is recorded. */
const MILLISECONDS = 2000
const RATE = 16_000

type Device = 'camera' | 'microphone'

/** What a browser says where it lets nobody have a device, and the way out. */
const reasons: Readonly<Record<string, (device: Device) => string>> = {
  NotAllowedError: (device) =>
    `The browser does not let this page have the ${device}. Allow it beside the address of the page, or choose a file.`,
  NotFoundError: (device) => `There is no ${device} on this machine. Connect one, or choose a file.`,
  NotReadableError: (device) => `Something else uses the ${device}. Close that, or choose a file.`,
}

/** @throws Error with the way out, where it is not to be had */
async function openDevice(device: Device, wanted: MediaStreamConstraints): Promise<MediaStream> {
  // Pages of other hosts have it by https alone.
  const devices: MediaDevices | undefined = navigator.mediaDevices
  if (devices === undefined) {
    throw new Error(`Browsers give a ${device} to pages by https or of this machine alone. Choose a file.`)
  }
  try {
    return await devices.getUserMedia(wanted)
  } catch (cause) {
    const { name } = cause as DOMException
    const reason = reasons[name]?.(device) ?? `The ${device} does not answer (${name}). Choose a file.`
    throw new Error(reason, { cause })
  }
}

/** Lets go of a device, whose light then goes out. */
export function closeDevice(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** What the camera sees; the one away from its user, where there are two. @throws Error with the way out */
export function openCamera(): Promise<MediaStream> {
  return openDevice('camera', { video: { facingMode: 'environment', width: { ideal: 640 } } })
}

/** The picture that a video shows now. */
export async function pictureOf(video: HTMLVideoElement): Promise<File> {
  const { videoWidth, videoHeight } = video
  const canvas = new OffscreenCanvas(videoWidth, videoHeight)
  canvas.getContext('2d')!.drawImage(video, 0, 0)
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'camera.png', { type: 'image/png' })
}

/** What the microphone hears in two seconds from now on. @param started is called when it listens. @throws Error with the way out */
export async function recordSound(started: () => void): Promise<File> {
  // As it is: what calls need takes away what sounds are told apart by.
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  const stream = await openDevice('microphone', { audio })
  try {
    const recorder = new MediaRecorder(stream)
    const pieces: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }))
    recorder.start()
    started()
    setTimeout(() => recorder.stop(), MILLISECONDS)
    await stopped
    const bytes = await new Blob(pieces).arrayBuffer()
    const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes)
    const [file] = await wavFiles([{ name: 'microphone.wav', samples: sound.getChannelData(0) }], RATE)
    return file!
  } finally {
    closeDevice(stream)
  }
}
