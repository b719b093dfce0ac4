export { image, image as default } from './modality/image.ts'
