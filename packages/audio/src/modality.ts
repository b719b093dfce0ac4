export { audio, audio as default } from './modality/audio.ts'
