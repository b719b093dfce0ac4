export { type TarEntry, tar } from './tar.ts'
export { type ZipEntry, zip } from './zip.ts'
